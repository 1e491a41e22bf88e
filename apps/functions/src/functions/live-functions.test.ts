import { describe, expect, it } from 'vitest';
import { ada, hubEvent, invoke, invokeInVain, viola } from '../fixtures/invoke.ts';
import { openTestBackend } from '../fixtures/open-test-backend.ts';
import { createConnected } from './connected.ts';
import { createDisconnected } from './disconnected.ts';
import { createJoinBoard } from './join-board.ts';
import { createLeaveBoard } from './leave-board.ts';

const group = 'board:machine:1s';
const adaWatches = { userId: ada.userId, name: ada.name };
const violaWatches = { userId: viola.userId, name: viola.name };
const told = (...watchers: unknown[]) => ({
  target: 'presenceChanged',
  arguments: ['machine', watchers],
  groupName: group,
});

async function setUp() {
  const { backend } = await openTestBackend();
  const joinBoard = createJoinBoard(backend);
  const leaveBoard = createLeaveBoard(backend);
  const disconnected = createDisconnected(backend);
  return {
    join: (connection: string, caller: typeof ada) =>
      invoke(joinBoard, hubEvent(connection, caller, ['machine'])),
    joinInVain: (board: unknown) => invokeInVain(joinBoard, hubEvent('c1', ada, [board])),
    leave: (connection: string, caller: typeof ada) =>
      invoke(leaveBoard, hubEvent(connection, caller, ['machine'])),
    disconnect: (connection: string, caller: typeof ada) =>
      invoke(disconnected, hubEvent(connection, caller)),
  };
}

describe(createJoinBoard, () => {
  it('adds the connection to the board before anybody is told', async () => {
    const { join } = await setUp();

    const { result, actions } = await join('c1', ada);

    expect(result).toEqual({ board: 'machine', watchers: [adaWatches] });
    expect(actions).toEqual([
      { action: 'add', groupName: group, connectionId: 'c1' },
      told(adaWatches),
    ]);
  });

  it('tells the others who came, and nothing when only a window came', async () => {
    const { join } = await setUp();
    await join('c1', ada);

    const second = await join('c2', viola);
    const window = await join('c3', viola);
    const again = await join('c3', viola);

    expect(second.actions).toContainEqual(told(adaWatches, violaWatches));
    for (const { result, actions } of [window, again]) {
      expect(result).toEqual({ board: 'machine', watchers: [adaWatches, violaWatches] });
      expect(actions).toEqual([{ action: 'add', groupName: group, connectionId: 'c3' }]);
    }
  });

  it('refuses a board that there is not', async () => {
    const { joinInVain } = await setUp();

    const { result, actions, logs } = await joinInVain('engine-room');

    expect(String(result)).toContain('There is no such board');
    expect(actions).toBeUndefined();
    expect(logs).toEqual([
      'warning: joinBoard refused "ada@heliograph.local": board-unknown (1 so far)',
    ]);
  });
});

describe(createLeaveBoard, () => {
  it('takes the connection out and tells those who stay', async () => {
    const { join, leave } = await setUp();
    await join('c1', ada);
    await join('c2', viola);

    const { result, actions } = await leave('c1', ada);

    expect(result).toEqual({ board: 'machine' });
    expect(actions).toEqual([
      { action: 'remove', groupName: group, connectionId: 'c1' },
      told(violaWatches),
    ]);
  });

  it('does no harm when the connection was not there', async () => {
    const { leave } = await setUp();

    const { actions } = await leave('c1', ada);

    expect(actions).toEqual([{ action: 'remove', groupName: group, connectionId: 'c1' }]);
  });
});

describe(createDisconnected, () => {
  it('tells those who stay that somebody is gone', async () => {
    const { join, disconnect } = await setUp();
    await join('c1', ada);
    await join('c2', viola);

    expect((await disconnect('c1', ada)).actions).toEqual([told(violaWatches)]);
    expect((await disconnect('c1', ada)).actions).toEqual([]);
  });
});

describe(createConnected, () => {
  it('adds the connection to the group of each of its roles, then greets it', async () => {
    const { backend } = await openTestBackend({ now: () => 1234 });

    const { actions } = await invoke(createConnected(backend), hubEvent('c1', ada));

    expect(actions).toEqual([
      { action: 'add', groupName: 'role:viewer', connectionId: 'c1' },
      { action: 'add', groupName: 'role:admin', connectionId: 'c1' },
      {
        target: 'greeting',
        arguments: [{ connectionId: 'c1', ...ada, serverTime: 1234 }],
        connectionId: 'c1',
      },
    ]);
  });

  it('lets a connection of nobody be', async () => {
    const { backend } = await openTestBackend();
    const event = { ConnectionId: 'c1', UserId: null, Claims: null, Arguments: null };

    expect((await invoke(createConnected(backend), event)).actions).toEqual([]);
  });
});
