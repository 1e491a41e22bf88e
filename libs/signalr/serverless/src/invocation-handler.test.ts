import { describe, expect, it } from 'vitest';
import { createInvocationHandler } from './invocation-handler.ts';
import { createChat, invoke, Silence, triggerValue } from './testing/chat-hub.ts';

const anonymous = { ...triggerValue(['hello']), UserId: null };

describe(createInvocationHandler, () => {
  it('hands over who calls from where with which arguments', async () => {
    const { chat } = createChat();
    const calls: unknown[] = [];
    const say = chat.invocation('say', async (call) => {
      calls.push(call);
      const said = chat.actions.send({}, 'said', call.caller.id, call.arguments[0]);
      return { result: { heard: true }, actions: [said] };
    });

    const { context, ...outcome } = await invoke(say, triggerValue(['hello']));

    expect(outcome).toEqual({ result: { heard: true }, logs: [] });
    expect(calls).toEqual([
      { arguments: ['hello'], caller: { id: 'una', roles: ['member'] }, connectionId: 'c1' },
    ]);
    expect(context.extraOutputs.get(chat.output)).toEqual([
      { target: 'said', arguments: ['una', 'hello'] },
    ]);
  });

  it.for<[string, unknown]>([
    ['caller-unknown', anonymous],
    ['permission-denied', triggerValue(['hello'], 'guest')],
    ['payload-too-large', triggerValue(['x'.repeat(40)])],
    ['arguments-invalid', triggerValue([''])],
    ['arguments-invalid', triggerValue([])],
    ['arguments-invalid', triggerValue(['hello', 'more'])],
    ['event-malformed', { Arguments: ['hello'] }],
    ['event-malformed', undefined],
  ])('refuses with %s: %j', async ([code, value]) => {
    const { chat, refusals } = createChat();
    const say = chat.invocation('say', () => expect.unreachable());

    const { context, ...outcome } = await invoke(say, value);

    expect(refusals).toEqual([expect.objectContaining({ where: 'say', code })]);
    expect(outcome).toMatchObject({
      error: { name: 'HubRefusal', message: refusals[0]?.message, stack: '' },
    });
    expect(context.extraOutputs.get(chat.output)).toBeUndefined();
  });

  it('says of whom it refused, as far as that is known', async () => {
    const { chat, refusals } = createChat();
    const say = chat.invocation('say', () => expect.unreachable());

    await invoke(say, triggerValue([], 'guest'));
    await invoke(say, anonymous);

    expect(refusals.map(({ caller }) => caller?.id)).toEqual(['una', undefined]);
  });

  it('lets the app refuse, before and after the arguments were read', async () => {
    const quiet = new Silence('It is night');
    const { chat, refusals } = createChat({
      admit: ({ id }) => {
        if (id === 'noisy') throw quiet;
      },
    });
    const say = chat.invocation('say', () => Promise.reject(quiet));

    for (const value of [triggerValue(['hello'], 'guest', 'noisy'), triggerValue(['hello'])]) {
      expect(await invoke(say, value)).toMatchObject({ error: { message: 'It is night' } });
    }
    expect(refusals.map(({ code }) => code)).toEqual(['quiet-hours', 'quiet-hours']);
  });

  it('keeps to itself what went wrong inside', async () => {
    const { chat, refusals } = createChat();
    const say = chat.invocation('say', () => Promise.reject(new Error('the password is 1234')));

    const { logs, ...outcome } = await invoke(say, triggerValue(['hello']));

    expect(outcome).toMatchObject({
      error: { message: "'say' could not be carried out", stack: '' },
    });
    expect(logs).toEqual([expect.stringContaining('1234')]);
    expect(refusals).toEqual([]);
  });

  it('takes a message over its budget for a fault of the app', async () => {
    const { chat, refusals } = createChat();
    const say = chat.invocation('say', async () => ({
      result: { heard: true },
      actions: [chat.actions.send({}, 'said', 'una', 'x'.repeat(100))],
    }));

    const { context, logs, ...outcome } = await invoke(say, triggerValue(['hello']));

    expect(outcome).toMatchObject({ error: { message: "'say' could not be carried out" } });
    expect(logs).toEqual([expect.stringContaining('its budget is 64')]);
    expect(refusals).toEqual([]);
    expect(context.extraOutputs.get(chat.output)).toBeUndefined();
  });

  it('logs a refusal without its text when the app does not', async () => {
    const { chat } = createChat();
    const silent = createInvocationHandler({
      hub: { name: 'chat', client: {}, server: {} },
      target: 'say' as never,
      policy: { identify: () => undefined },
      output: chat.output,
      answer: () => expect.unreachable(),
    });

    const { logs } = await invoke({ handler: silent }, anonymous);

    expect(logs).toEqual(['warning: say refused: caller-unknown']);
  });
});
