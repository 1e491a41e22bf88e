import { chatMessageSchema, notificationSchema, receiptSchema } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { ada, hubEvent, invoke, invokeInVain, request, viola } from '../fixtures/invoke.ts';
import { openTestBackend } from '../fixtures/open-test-backend.ts';
import { createChatToAll } from './chat-to-all.ts';
import { createChatToPerson } from './chat-to-person.ts';
import { createNotify } from './notify.ts';
import { createMessageToAll, createMessageToGroup, createMessageToUser } from './post-message.ts';

const notice = { level: 'warning', title: 'Maintenance', text: 'At noon' };
const fromAda = { userId: ada.userId, name: ada.name };

describe(createChatToAll, () => {
  it('reaches everyone, with who said it and when', async () => {
    const { backend } = await openTestBackend();

    const { result, actions } = await invoke(
      createChatToAll(backend),
      hubEvent('c1', ada, ['hello']),
    );

    const receipt = receiptSchema.parse(result);
    const message = { ...receipt, from: fromAda, text: 'hello' };
    expect(chatMessageSchema.parse(message)).toEqual(message);
    expect(actions).toEqual([{ target: 'chatMessage', arguments: [message] }]);
  });
});

describe(createChatToPerson, () => {
  it.for([
    [viola.userId, [viola.userId, ada.userId]],
    [ada.userId, [ada.userId]],
  ] as const)('to %s reaches the connections of %j', async ([to, people]) => {
    const { backend } = await openTestBackend();

    const { result, actions } = await invoke(
      createChatToPerson(backend),
      hubEvent('c1', ada, [to, 'psst']),
    );

    const message = { ...receiptSchema.parse(result), from: fromAda, to, text: 'psst' };
    expect(actions).toEqual(
      people.map((userId) => ({ target: 'chatMessage', arguments: [message], userId })),
    );
  });
});

describe(createNotify, () => {
  it.for([
    [{ role: 'operator' }, { groupName: 'role:operator' }],
    [{ userId: viola.userId }, { userId: viola.userId }],
  ] as const)('reaches %j', async ([recipient, audience]) => {
    const { backend } = await openTestBackend();

    const { result, actions } = await invoke(
      createNotify(backend),
      hubEvent('c1', ada, [recipient, notice]),
    );

    const notification = { ...notice, ...receiptSchema.parse(result), from: fromAda };
    expect(notificationSchema.parse(notification)).toEqual(notification);
    expect(actions).toEqual([{ target: 'notification', arguments: [notification], ...audience }]);
  });

  it('is not for viewers', async () => {
    const { backend } = await openTestBackend();

    const { result, actions, logs } = await invokeInVain(
      createNotify(backend),
      hubEvent('c1', viola, [{ role: 'viewer' }, notice]),
    );

    expect(String(result)).toContain('needs one of the roles operator, admin');
    expect(actions).toBeUndefined();
    expect(logs).toEqual([
      'warning: notify refused "viola@heliograph.local": permission-denied (1 so far)',
    ]);
  });
});

describe('a notice over HTTP', () => {
  async function post(
    create: typeof createMessageToAll,
    { body = JSON.stringify(notice), roles = ['operator'], params = {} } = {},
  ) {
    const { backend, issuer } = await openTestBackend();
    const token = await issuer.issue({ sub: ada.userId, name: ada.name, roles });
    return request(create(backend), { token, body, params });
  }

  it.for([
    [createMessageToAll, {}, {}],
    [createMessageToUser, { userId: 'viola' }, { userId: 'viola' }],
    [createMessageToGroup, { groupName: 'role:viewer' }, { groupName: 'role:viewer' }],
  ] as const)('sends the notice and answers with a receipt: %#', async ([to, params, audience]) => {
    const { response, actions } = await post(to, { params });

    expect(response.status).toBe(202);
    const notification = { ...notice, ...receiptSchema.parse(response.jsonBody), from: fromAda };
    expect(actions).toEqual([{ target: 'notification', arguments: [notification], ...audience }]);
  });

  it.for([
    [403, 'permission-denied', { roles: ['viewer'] }],
    [400, 'body-invalid', { body: '{' }],
    [400, 'body-invalid', { body: '{}' }],
    [400, 'body-invalid', { body: '' }],
    [413, 'body-too-large', { body: JSON.stringify({ ...notice, text: 'x'.repeat(20_000) }) }],
    [404, 'group-unknown', { params: { groupName: 'everybody' } }],
    [404, 'group-unknown', {}],
    [400, 'person-invalid', {}],
    [400, 'person-invalid', { params: { userId: 'x'.repeat(256) } }],
  ])('answers %i %s, and sends nothing', async ([status, code, parts]) => {
    const create = { 'group-unknown': createMessageToGroup, 'person-invalid': createMessageToUser };
    const endpoint = create[code as keyof typeof create] ?? createMessageToAll;
    const { response, actions } = await post(endpoint, { ...(parts as object) });

    expect(response).toMatchObject({ status, jsonBody: { error: { code } } });
    expect(actions).toBeUndefined();
  });
});
