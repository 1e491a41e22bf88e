import { describe, expect, it, vi } from 'vitest';
import { createDesiredJoins, type Call } from './desired-joins.ts';

const machine: Call = ['joinBoard', 'machine'];
const leaveMachine: Call = ['leaveBoard', 'machine'];

/** A backend whose answers, and a clock whose timers, the test gives. */
function setUp() {
  const calls: {
    call: Call;
    answer: (result: unknown) => Promise<void>;
    fail: () => Promise<void>;
  }[] = [];
  const timers = new Set<() => void>();
  const failed = vi.fn();
  const joins = createDesiredJoins({
    invoke: (target, args) =>
      new Promise((resolve, reject) => {
        calls.push({
          call: [target, ...args],
          answer: async (result) => resolve(result),
          fail: async () => reject(new Error('no')),
        });
      }),
    schedule: (later) => {
      timers.add(later);
      return () => timers.delete(later);
    },
    random: () => 0,
    retryDelays: { first: 1, longest: 1 },
    changed: () => {},
    failed,
  });
  const made = () => calls.map(({ call }) => call);
  const answer = async (index: number, result: unknown = index) => {
    await calls[index]?.answer(result);
    await Promise.resolve();
  };
  const fail = async (index: number) => {
    await calls[index]?.fail();
    await Promise.resolve();
  };
  const runTimers = () => {
    for (const later of [...timers]) {
      timers.delete(later);
      later();
    }
  };
  return { joins, made, answer, fail, runTimers, timers, failed };
}

describe(createDesiredJoins, () => {
  it('joins what was wanted before there was a connection, and says when it is acknowledged', async () => {
    const { joins, made, answer } = setUp();
    const onJoined = vi.fn();
    joins.want({ join: machine, onJoined });
    expect(made()).toEqual([]);

    joins.connected();
    expect(made()).toEqual([machine]);
    expect(joins.states()).toEqual([
      { target: 'joinBoard', arguments: ['machine'], status: 'joining' },
    ]);

    await answer(0, 'welcome');
    expect(onJoined).toHaveBeenCalledExactlyOnceWith('welcome');
    expect(joins.states()[0]?.status).toBe('joined');
  });

  it('joins again on every new connection', async () => {
    const { joins, made, answer } = setUp();
    const onJoined = vi.fn();
    joins.want({ join: machine, onJoined });
    joins.connected();
    await answer(0);

    joins.disconnected();
    expect(joins.states()[0]?.status).toBe('joining');
    joins.connected();
    await answer(1);

    expect(made()).toEqual([machine, machine]);
    expect(onJoined).toHaveBeenCalledTimes(2);
  });

  it('does not take the answer of an old connection for one of the new', async () => {
    const { joins, answer, made } = setUp();
    joins.want({ join: machine });
    joins.connected();
    joins.disconnected();
    joins.connected();

    await answer(0);
    expect(joins.states()[0]?.status).toBe('joining');
    await answer(1);
    expect(joins.states()[0]?.status).toBe('joined');
    expect(made()).toHaveLength(2);
  });

  it('tries again after a refusal, and stops trying when the connection ends', async () => {
    const { joins, made, fail, answer, runTimers, timers, failed } = setUp();
    joins.want({ join: machine });
    joins.connected();

    await fail(0);
    expect(joins.states()[0]?.status).toBe('retrying');
    expect(failed).toHaveBeenCalledExactlyOnceWith('joinBoard', expect.any(Error));
    runTimers();
    await fail(1);
    joins.disconnected();
    expect(timers.size).toBe(0);
    joins.connected();
    await answer(2);

    expect(made()).toHaveLength(3);
    expect(joins.states()[0]?.status).toBe('joined');
  });

  it('leaves when the last one who wanted it is gone', async () => {
    const { joins, made, answer } = setUp();
    joins.connected();
    const first = joins.want({ join: machine, leave: leaveMachine });
    await answer(0);
    const second = joins.want({ join: machine, leave: leaveMachine });
    await answer(1);

    first();
    first();
    expect(made()).toEqual([machine, machine]);
    second();
    expect(made()).toEqual([machine, machine, leaveMachine]);
    expect(joins.states()).toEqual([]);
  });

  it('gives one who comes later a result of its own', async () => {
    const { joins, answer } = setUp();
    joins.connected();
    joins.want({ join: machine });
    await answer(0, 'old');
    const onJoined = vi.fn();
    joins.want({ join: machine, onJoined });
    expect(onJoined).not.toHaveBeenCalled();

    await answer(1, 'new');

    expect(onJoined).toHaveBeenCalledExactlyOnceWith('new');
  });

  it('shares a join that is under way', async () => {
    const { joins, made, answer } = setUp();
    joins.connected();
    const onJoined = vi.fn();
    joins.want({ join: machine, onJoined });
    joins.want({ join: machine, onJoined });

    await answer(0);

    expect(made()).toEqual([machine]);
    expect(onJoined).toHaveBeenCalledTimes(2);
  });

  it('never lets a leave and a join of the same thing overtake each other', async () => {
    const { joins, made, answer } = setUp();
    joins.connected();
    const release = joins.want({ join: machine, leave: leaveMachine });
    release();
    joins.want({ join: machine, leave: leaveMachine })();
    joins.want({ join: machine, leave: leaveMachine });
    expect(made()).toEqual([machine]);

    await answer(0);
    expect(made()).toEqual([machine]);
    expect(joins.states()[0]?.status).toBe('joined');
  });

  it('joins again when it was wanted again while it was being left', async () => {
    const { joins, made, answer } = setUp();
    joins.connected();
    joins.want({ join: machine, leave: leaveMachine })();
    await answer(0);
    joins.want({ join: machine, leave: leaveMachine });
    expect(made()).toEqual([machine, leaveMachine]);

    await answer(1);

    expect(made()).toEqual([machine, leaveMachine, machine]);
  });

  it('leaves after a join whose answer never came, because it may have been carried out', async () => {
    const { joins, made, fail } = setUp();
    joins.connected();
    const release = joins.want({ join: machine, leave: leaveMachine });
    await fail(0);

    release();

    expect(made()).toEqual([machine, leaveMachine]);
  });

  it('gives a leave up that is refused again and again', async () => {
    const { joins, made, answer, fail, runTimers, timers } = setUp();
    joins.connected();
    const release = joins.want({ join: machine, leave: leaveMachine });
    await answer(0);
    release();
    for (let index = 1; index <= 5; index += 1) {
      await fail(index);
      runTimers();
    }

    expect(made()).toHaveLength(6);
    expect(timers.size).toBe(0);
  });

  it('forgets at once what nobody wants while there is no connection', () => {
    const { joins, made } = setUp();
    joins.want({ join: machine, leave: leaveMachine })();
    joins.connected();
    expect(made()).toEqual([]);
  });
});
