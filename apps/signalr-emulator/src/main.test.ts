import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseConnectionString } from '@heliograph/signalr-access';
import { describe, expect, it, onTestFinished } from 'vitest';

function run(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [`${import.meta.dirname}/main.ts`, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function outputOf({ stdout }: ChildProcess): Readable {
  if (stdout === null) throw new Error('The output is not piped');
  return stdout;
}

async function said(child: ChildProcess): Promise<string> {
  const [output] = await Promise.all([text(outputOf(child)), once(child, 'exit')]);
  return output;
}

async function complained(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('The errors are not piped');
  const [output] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return output;
}

async function startedOn(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(outputOf(child))) {
    if (line.startsWith('Endpoint=')) return parseConnectionString(line).endpoint;
  }
  throw new Error('No connection string was printed');
}

// Each of them starts processes, which takes its time on a busy machine.
describe('the command line', { timeout: 30_000 }, () => {
  it.for(['SIGTERM', 'SIGINT'] as const)(
    'starts, is healthy, and ends cleanly on %s',
    async (signal) => {
      const child = run('start', '-p', '0');
      const endpoint = await startedOn(child);
      expect((await fetch(`${endpoint}/api/health`)).status).toBe(200);
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  it('writes a settings file, lists it and starts with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'signalr-cli-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    expect(await said(run('upstream', 'init', '-o', folder))).toContain('settings.json');
    expect(await said(run('upstream', 'list', '-c', folder))).toContain(
      '1. http://localhost:7071/runtime/webhooks/signalr  hub=* category=* event=*',
    );
    const child = run('start', '-p', '0', '-c', folder);
    const lines = createInterface({ input: outputOf(child) })[Symbol.asyncIterator]();
    await lines.next();
    expect((await lines.next()).value).toContain('1 upstream template of');
  });

  it('says which port is taken and how to choose another, and exits with 1', async () => {
    const { port } = new URL(await startedOn(run('start', '-p', '0')));
    const second = run('start', '-p', port);
    const complaint = await complained(second);
    expect(second.exitCode).toBe(1);
    expect(complaint).toBe(
      `signalr-emulator: Port ${port} of 127.0.0.1 is taken; choose another one with --port, or 0 for any free one\n`,
    );
  });

  it('exits with 2 for a command line that it does not understand', async () => {
    const child = run('start', '--prot', '1');
    expect(await complained(child)).toBe(
      "signalr-emulator: Unknown option '--prot'. 'signalr-emulator --help' tells more\n",
    );
    expect(child.exitCode).toBe(2);
  });

  it('goes on when nobody reads what it prints any more, and still ends cleanly', async () => {
    const child = run('start', '-p', '0');
    const endpoint = await startedOn(child);
    child.stdout?.destroy();
    child.stderr?.destroy();
    // Each of these is a line of the log.
    for (let count = 0; count < 3; count += 1) await fetch(`${endpoint}/api/nothing`);
    expect((await fetch(`${endpoint}/api/health`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('shows its version, and help for each command', async () => {
    expect(await said(run('--version'))).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await said(run('start', '--help'))).toContain('--port <number>');
    expect(await said(run('upstream', 'init', '-h'))).toContain('--output <folder>');
  });
});
