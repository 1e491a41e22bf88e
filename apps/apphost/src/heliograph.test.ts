import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const program = resolve(import.meta.dirname, '../bin/heliograph.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heliograph-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runNode(program, ...args);

function runNode(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

// Each test starts a process, which takes long where many tests run at once.
describe('heliograph', { timeout: 60_000 }, () => {
  it('explains itself', () => {
    expect(run('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--port-base N'),
      stderr: '',
    });
  });

  it('refuses an unknown option in one line', () => {
    expect(run('--bogus')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Unknown option \'--bogus\'. See "npm start -- --help".\n',
    });
  });

  it('says what to do when Node is too old', () => {
    const disguise = `Object.defineProperty(process, 'versions', { value: { node: '18.1.0' } })`;

    expect(runNode('--import', `data:text/javascript,${disguise}`, program)).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'Heliograph needs Node 24, which comes with "npm ci"; this is Node 18. ' +
        'Run "npm ci" and start with "npm start".\n',
    });
  });

  it('says what to do when the packages are not installed', () => {
    const copy = join(folder, 'apps/apphost/bin/heliograph.mjs');
    cpSync(program, copy);

    expect(runNode(copy)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The packages .* "npm ci", then "npm start"\.\n$/),
    });
  });

  it('starts nothing when a port is taken, and says which, whose and what to do', async () => {
    // The last that counts from the base, so that the others would most likely have been free.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const data = join(folder, 'data');

    const { status, stdout, stderr } = run('--port-base', String(port - 5), '--data', data);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`\\b${port}\\b[^.]* console\\b.*--port-base`));
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(data)).not.toContain('logs');
    await once(server.close(), 'close');
  });
});
