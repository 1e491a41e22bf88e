import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestApp } from './test-app.ts';
import { createAppFolder } from './testing/app-folder.ts';

const typescript = fileURLToPath(new URL('./fixtures/typescript', import.meta.url));

describe(createTestApp, () => {
  it('runs the HTTP functions of an app in this process', async () => {
    const app = await createTestApp({
      folder: typescript,
      load: () => import('./fixtures/typescript/src/main.ts'),
    });

    const response = await app.fetch('/greet/Ada');

    expect([response.status, await response.text()]).toEqual([200, 'Hello, Ada']);
    expect((await app.fetch('/nowhere')).status).toBe(404);
    expect(app.log).toContainEqual(expect.objectContaining({ message: 'greet succeeded' }));
  });

  it('delivers events of clients and keeps what functions send', async () => {
    const folder = await createAppFolder({ fixture: 'plain-js' });
    onTestFinished(() => folder.remove());
    const app = await createTestApp({ folder: folder.path });
    const event = { hub: 'chat', category: 'messages' as const, connectionId: 'c', userId: 'ann' };

    expect(await app.dispatch({ ...event, event: 'join' })).toEqual({
      status: 200,
      result: { joined: true },
    });
    expect(app.sent).toEqual([
      { hub: 'chat', action: { kind: 'join', group: 'room', who: { connectionId: 'c' } } },
      {
        hub: 'chat',
        action: {
          kind: 'send',
          to: { group: 'room' },
          invocation: { target: 'joined', arguments: ['ann'] },
        },
      },
    ]);
    expect(await app.dispatch({ ...event, event: 'fails' })).toEqual({
      status: 200,
      error: 'You may not do that',
    });
    expect(await app.dispatch({ ...event, event: 'unknown' })).toEqual({ status: 404 });
    expect(
      await app.dispatch({
        hub: 'chat',
        category: 'connections',
        event: 'connected',
        userId: 'mallory',
      }),
    ).toEqual({ status: 403 });
  });
});
