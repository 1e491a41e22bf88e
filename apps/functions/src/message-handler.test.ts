import { describe, expect, it } from 'vitest';
import { hubEvent, invoke, invokeInVain, viola } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { createMessageHandler } from './message-handler.ts';
import { createRateLimit } from './rate-limit.ts';

async function setUp() {
  const { backend } = await openTestBackend();
  const calls: unknown[] = [];
  const handler = createMessageHandler('leaveBoard', backend, async (call) => {
    calls.push(call);
    return { result: { board: call.arguments[0] }, actions: [] };
  });
  return { backend, calls, handler };
}

const nobody = { ConnectionId: 'c1', UserId: null, Claims: {}, Arguments: ['machine'] };
const roleless = { ...nobody, UserId: 'mallory' };

describe(createMessageHandler, () => {
  it('hands over who calls from where with which arguments', async () => {
    const { calls, handler } = await setUp();

    const { result, logs } = await invoke(handler, hubEvent('c1', viola, ['machine']));

    expect(result).toEqual({ board: 'machine' });
    expect(calls).toEqual([{ arguments: ['machine'], caller: viola, connectionId: 'c1' }]);
    expect(logs).toEqual([]);
  });

  it.for<[string, unknown]>([
    ['caller-unknown', nobody],
    ['permission-denied', roleless],
    ['arguments-invalid', hubEvent('c1', viola, ['no board'])],
    ['arguments-invalid', hubEvent('c1', viola, [])],
    ['arguments-invalid', hubEvent('c1', viola, ['machine', 'more'])],
    ['payload-too-large', hubEvent('c1', viola, ['x'.repeat(300)])],
    ['event-malformed', { Arguments: ['machine'] }],
    ['event-malformed', 'machine'],
  ])('refuses with %s: %j', async ([code, value]) => {
    const { backend, calls, handler } = await setUp();

    const { result, actions, logs } = await invokeInVain(handler, value);

    expect(result).toMatchObject({ name: 'HubRefusal', stack: '' });
    expect(logs).toEqual([expect.stringContaining(`leaveBoard refused`)]);
    expect(logs[0]).toContain(`: ${code} (1 so far)`);
    expect(backend.refusals.list()).toEqual([{ where: 'leaveBoard', code, count: 1 }]);
    expect(calls).toEqual([]);
    expect(actions).toBeUndefined();
  });

  it('tells the caller what does not match the schema', async () => {
    const { handler } = await setUp();

    const { result } = await invokeInVain(handler, hubEvent('c1', viola, [7]));

    expect(String(result)).toMatch(/'leaveBoard' does not match its schema: 0: /);
  });

  it('limits how many messages one person may send', async () => {
    const { backend } = await setUp();
    const messageLimit = createRateLimit({ limit: 1, window: 60_000, now: () => 0 });
    const handler = createMessageHandler('leaveBoard', { ...backend, messageLimit }, async () => ({
      result: { board: 'machine' },
      actions: [],
    }));
    await invoke(handler, hubEvent('c1', viola, ['machine']));

    const { result } = await invokeInVain(handler, hubEvent('c2', viola, ['machine']));

    expect(String(result)).toContain('Too many messages');
  });

  it('keeps to itself what went wrong inside', async () => {
    const { backend } = await setUp();
    const handler = createMessageHandler('leaveBoard', backend, async () => {
      throw new Error('the password is 1234');
    });

    const { result, logs } = await invokeInVain(handler, hubEvent('c1', viola, ['machine']));

    expect(result).toMatchObject({ message: "'leaveBoard' could not be carried out", stack: '' });
    expect(logs).toEqual([expect.stringContaining('1234')]);
  });
});
