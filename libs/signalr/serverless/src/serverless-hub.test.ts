import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestApp } from '@heliograph/functions-host';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyone } from './hub-action.ts';
import { createServerlessHub } from './serverless-hub.ts';
import { createChat } from './testing/chat-hub.ts';

/** An app with a hub and nothing else, under the host's own registration and bindings. */
async function startApp() {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-serverless-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'host.json'), '{ "version": "2.0" }');
  const { chat, refusals } = createChat();
  const app = await createTestApp({
    folder,
    async load() {
      chat.negotiation({ userId: '{headers.x-user}' }).register();
      chat
        .connected(async ({ connectionId }) => [
          chat.actions.addToGroup('members', { connectionId }),
        ])
        .register();
      chat.disconnected(async () => []).register();
      chat
        .invocation('say', async ({ arguments: [text], caller }) => ({
          result: { heard: true },
          actions: [chat.actions.send(everyone, 'said', caller.id, text)],
        }))
        .register();
    },
  });
  return { app, refusals };
}

describe(createServerlessHub, () => {
  it('makes an app that a host runs', async () => {
    const { app, refusals } = await startApp();
    const client = { hub: 'chat', connectionId: 'c1', userId: 'una', claims: { role: 'member' } };
    const say = { ...client, category: 'messages', event: 'say' } as const;

    expect(app.functions).toEqual(['negotiate', 'connected', 'disconnected', 'say']);
    const negotiated = await app.fetch('/api/negotiate', {
      method: 'POST',
      headers: { 'x-user': 'una' },
    });
    expect(negotiated.headers.get('cache-control')).toBe('no-store');
    const { url, accessToken } = (await negotiated.json()) as Record<string, string>;
    expect(url).toMatch(/\/client\/\?hub=chat$/);
    const [, claims = ''] = (accessToken ?? '').split('.');
    expect(Buffer.from(claims, 'base64url').toString()).toContain('"una"');
    await app.dispatch({ ...client, category: 'connections', event: 'connected' });
    expect(await app.dispatch({ ...say, arguments: ['hello'] })).toEqual({
      status: 200,
      result: { heard: true },
    });
    const refused = await app.dispatch({ ...say, claims: {}, arguments: ['hello'] });
    expect(refused.error).toContain("'say' needs one of the roles member");
    expect(refusals).toEqual([expect.objectContaining({ code: 'permission-denied' })]);
    expect(app.sent).toEqual([
      {
        hub: 'chat',
        action: { kind: 'join', group: 'members', who: { connectionId: 'c1' } },
      },
      {
        hub: 'chat',
        action: {
          kind: 'send',
          to: expect.anything() as unknown,
          invocation: { target: 'said', arguments: ['una', 'hello'] },
        },
      },
    ]);
  });
});
