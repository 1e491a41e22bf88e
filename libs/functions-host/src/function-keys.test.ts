import { describe, expect, it } from 'vitest';
import { createAppFolder } from './testing/app-folder.ts';
import { startTestHost } from './testing/test-host.ts';

describe('a host with keys switched on', () => {
  const keys = { master: 'master-key', function: ['function-key'], signalr: 'system-key' };
  const write = async () => {
    const folder = await createAppFolder();
    await folder.write(
      'app.js',
      `import { app } from '@azure/functions';
      for (const authLevel of ['anonymous', 'function', 'admin']) {
        app.get(authLevel, { authLevel, route: 'as-' + authLevel, handler: () => ({}) });
      }`,
    );
    return startTestHost(folder, { keys });
  };

  it('opens each level with its own key and the master key', async () => {
    const { url } = await write();
    const statuses = async (level: string) =>
      Promise.all(
        ['', 'wrong', 'function-key', 'master-key'].map(
          async (key) =>
            (
              await fetch(`${url}/api/as-${level}`, {
                headers: key ? { 'x-functions-key': key } : {},
              })
            ).status,
        ),
      );

    expect(await statuses('anonymous')).toEqual([200, 200, 200, 200]);
    expect(await statuses('function')).toEqual([401, 401, 200, 200]);
    expect(await statuses('admin')).toEqual([401, 401, 401, 200]);
  });

  it('takes the key from the query as well', async () => {
    const { url } = await write();

    expect((await fetch(`${url}/api/as-function?code=function-key`)).status).toBe(200);
  });

  it('guards the SignalR webhook and the list of functions', async () => {
    const { url } = await write();
    const status = async (path: string) => (await fetch(url + path, { method: 'POST' })).status;

    expect(await status('/runtime/webhooks/signalr')).toBe(401);
    expect(await status('/runtime/webhooks/signalr?code=function-key')).toBe(401);
    expect(await status('/runtime/webhooks/signalr?code=system-key')).toBe(415);
    expect(await status('/admin/functions')).toBe(401);
    expect(await status('/admin/functions?code=master-key')).toBe(200);
  });
});
