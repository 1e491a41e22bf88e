import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFunctionsHost } from './functions-host.ts';
import { createAppFolder } from './testing/app-folder.ts';

describe('a host with something wrong', () => {
  const failure = async (files: Record<string, string>, env: NodeJS.ProcessEnv = {}) => {
    const folder = await createAppFolder();
    onTestFinished(() => folder.remove());
    for (const [file, text] of Object.entries(files)) await folder.write(file, text);
    return startFunctionsHost({ folder: folder.path, port: 0, env, watch: false }).then(
      async (host) => {
        await host.stop();
        return undefined;
      },
      (reason: unknown) => reason,
    );
  };
  const register = (code: string) => ({
    'app.js': `import { app, input, output, trigger } from '@azure/functions';\n${code}`,
  });
  const on = (name: string, event: string) =>
    `app.generic('${name}', { handler: () => 1, trigger: trigger.generic({ type: 'signalRTrigger',
      name: 'in', hubName: '%HUB%', category: 'messages', event: '${event}' }) });`;
  const settings = {
    HUB: 'chat',
    AzureSignalRConnectionString: 'Endpoint=http://127.0.0.1:1;AccessKey=a-key;Version=1.0;',
  };

  it('names a folder that does not exist', async () => {
    await expect(startFunctionsHost({ folder: '/does/not/exist', port: 0 })).rejects.toMatchObject({
      code: 'folder-invalid',
      message: 'There is no folder /does/not/exist',
    });
  });

  it('names host.json when it is malformed', async () => {
    expect(await failure({ 'host.json': '{' })).toMatchObject({
      code: 'host-json-invalid',
      message: 'host.json is not JSON',
    });
  });

  it('names the file that cannot be loaded', async () => {
    expect(await failure({ 'app.js': 'throw new Error("no luck")' })).toMatchObject({
      code: 'app-load-failed',
      message: 'app.js could not be loaded: no luck',
    });
  });

  it('says that an app has no functions', async () => {
    expect(await failure({ 'app.js': '' })).toMatchObject({ code: 'app-load-failed' });
  });

  it('names function and binding that are not offered', async () => {
    const code = `app.storageQueue('drain', { queueName: 'q', connection: 'c', handler() {} });`;

    expect(await failure(register(code))).toMatchObject({
      code: 'function-invalid',
      message: expect.stringMatching(
        /^The function "drain": its binding "queueTrigger\w+" of type queueTrigger is not offered/,
      ),
    });
  });

  it.for([
    [`app.get('two words', { handler })`, '"two words": its name is not one that Azure takes'],
    [`app.get('host', { handler })`, '"host": its name'],
    [
      `app.get('a', { handler, extraOutputs: [output.generic({ type: 'signalR', name: 'my-out' })] })`,
      '"a": its binding "my-out" has a name',
    ],
    [`app.get('a', { handler, route: '/Admin/things' })`, '"a": its route "admin/things"'],
    [
      `app.get('a', { handler, route: 'x/{y}' }); app.http('b', { handler, route: '/X/{y}/' })`,
      '"a" and "b" both want the route "x/{y}"',
    ],
  ] as const)('refuses what Azure would: %s', async ([code, sentence]) => {
    expect(await failure(register(`const handler = () => ({}); ${code};`))).toMatchObject({
      code: 'function-invalid',
      message: expect.stringContaining(sentence),
    });
  });

  it('names both functions that want the same event', async () => {
    const code = on('one', 'Say') + on('two', 'say');

    expect(await failure(register(code), settings)).toMatchObject({
      code: 'function-invalid',
      message:
        'The functions "one" and "two" both want the event "say" (messages) of the hub "chat"',
    });
  });

  it('names a setting that is missing, and where it is needed', async () => {
    expect(await failure(register(on('one', 'say')), { HUB: 'chat' })).toMatchObject({
      code: 'settings-invalid',
      message: expect.stringMatching(/"one".*AzureSignalRConnectionString is not set/),
    });
  });

  it('names the setting with a malformed connection string, without its value', async () => {
    const AzureSignalRConnectionString = 'Endpoint=nonsense;AccessKey=top-secret';

    const reason = await failure(register(on('one', 'say')), {
      ...settings,
      AzureSignalRConnectionString,
    });

    expect(reason).toMatchObject({
      code: 'settings-invalid',
      message: expect.stringContaining('AzureSignalRConnectionString'),
    });
    expect(String(reason)).not.toContain('top-secret');
  });

  it('names the port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const folder = await createAppFolder({ fixture: 'typescript' });
    onTestFinished(() => folder.remove());

    await expect(startFunctionsHost({ folder: folder.path, port })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(String(port)),
    });
  });
});
