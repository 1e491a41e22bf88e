import { describe, expect, it } from 'vitest';
import { hubEvent, invoke, invokeInVain, viola } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { createLive } from './live.ts';
import { createRateLimit } from './rate-limit.ts';

async function setUp() {
  const { backend } = await openTestBackend();
  const calls: unknown[] = [];
  const leave = backend.live.invocation('leaveBoard', async (call) => {
    calls.push(call);
    return { result: { board: call.arguments[0] } };
  });
  return { backend, calls, leave };
}

const nobody = { ConnectionId: 'c1', UserId: null, Claims: {}, Arguments: ['machine'] };
const roleless = { ...nobody, UserId: 'mallory' };

describe(createLive, () => {
  it('knows who calls', async () => {
    const { calls, leave } = await setUp();

    const event = hubEvent('c1', { ...viola, knownSince: 5 }, ['machine']);
    const { result, logs } = await invoke(leave, event);

    expect(result).toEqual({ board: 'machine' });
    expect(calls).toEqual([
      { arguments: ['machine'], caller: { ...viola, knownSince: 5 }, connectionId: 'c1' },
    ]);
    expect(logs).toEqual([]);
  });

  it.for<[string, unknown, string]>([
    ['caller-unknown', nobody, 'somebody unidentified'],
    ['permission-denied', roleless, '"mallory"'],
    ['arguments-invalid', hubEvent('c1', viola, ['no board']), `"${viola.userId}"`],
    ['payload-too-large', hubEvent('c1', viola, ['x'.repeat(300)]), `"${viola.userId}"`],
    ['event-malformed', 'machine', 'somebody unidentified'],
  ])('counts and logs a refusal with %s: %j', async ([code, value, who]) => {
    const { backend, calls, leave } = await setUp();

    const { result, actions, logs } = await invokeInVain(leave, value);

    expect(result).toMatchObject({ name: 'HubRefusal', stack: '' });
    expect(logs).toEqual([`warning: leaveBoard refused ${who}: ${code} (1 so far)`]);
    expect(backend.refusals.list()).toEqual([{ where: 'leaveBoard', code, count: 1 }]);
    expect(calls).toEqual([]);
    expect(actions).toBeUndefined();
  });

  it('limits how many messages one person may send', async () => {
    const { backend } = await setUp();
    const messageLimit = createRateLimit({ limit: 1, window: 60_000, now: () => 0 });
    const live = createLive({ ...backend, messageLimit });
    const leave = live.invocation('leaveBoard', async () => ({ result: { board: 'machine' } }));
    await invoke(leave, hubEvent('c1', viola, ['machine']));

    const { result } = await invokeInVain(leave, hubEvent('c2', viola, ['machine']));

    expect(String(result)).toContain('Too many messages');
  });
});
