import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

// Starting a process takes its time on a busy machine. Only what hangs fails.
vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const complete = [
  ...['--client-id', 'heliograph-dashboard', '--audience', 'api://heliograph'],
  ...['--origin', 'http://127.0.0.1:4200', '--port', '0'],
];

function run(args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    output: text(child.stdout),
    errors: text(child.stderr),
    exit: once(child, 'close'),
  };
}

describe('the command line', () => {
  it('says one line when it is ready, answers, and ends with 0 when asked to', async () => {
    const { child, output, errors, exit } = run(complete);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const issuer = /http:\S+/.exec(line.toString())?.[0] ?? '';
    const response = await fetch(`${issuer}/.well-known/openid-configuration`);

    child.kill('SIGTERM');

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ issuer });
    expect(await exit).toEqual([0, null]);
    expect(await output).toBe(`identity provider is ready: ${issuer}\n`);
    expect(await errors).toBe('');
  });

  it.for([
    [['--help'], 0, /^Usage: .*--client-id/],
    [[], 1, /^identity provider: --origin is missing\n$/],
    [[...complete, '--colour', 'red'], 1, /^identity provider: [^\n]*--colour[^\n]*\n$/],
    [[...complete, '--port', '70000'], 1, /^identity provider: --port .*70000.*\n$/],
    [[...complete, '--host', '0.0.0.0'], 1, /^identity provider: .*loopback.*\n$/],
  ] as const)('with %j ends with %d', async ([args, code, message]) => {
    const { output, errors, exit } = run(args);

    expect(await exit).toEqual([code, null]);
    expect((await output) + (await errors)).toMatch(message);
  });
});
