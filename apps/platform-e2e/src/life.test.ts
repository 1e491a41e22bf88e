import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startPlatform, type PartName, type PlatformProcess } from './platform-process.ts';
import { waitUntil } from './wait-until.ts';

const parts: readonly PartName[] = ['dashboard', 'backend', 'signalr', 'collector', 'identity'];

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function isTaken(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function expectNothingLeft(platform: PlatformProcess): Promise<void> {
  const remains = parts.map((name) => platform.part(name));
  await waitUntil('every process to be gone', () => remains.every(({ pid }) => !isAlive(pid)));
  expect(await Promise.all(remains.map(({ url }) => isTaken(url)))).toEqual(
    remains.map(() => false),
  );
}

describe('the life of a platform', () => {
  it('ends with Ctrl-C, and leaves no process and no port', async () => {
    const platform = await startPlatform();
    expect(await platform.end('SIGINT')).toBe(0);
    await expectNothingLeft(platform);
  });

  it('leaves nothing behind when it is killed', async () => {
    const platform = await startPlatform();
    await platform.end('SIGKILL');
    await expectNothingLeft(platform);
  });

  it('has room for another beside it', async () => {
    const [one, other] = await Promise.all([startPlatform(), startPlatform()]);
    try {
      expect(other.url).not.toBe(one.url);
      await one.end();
      expect((await fetch(other.url)).status).toBe(200);
    } finally {
      await Promise.all([one.end().catch(() => null), other.end()]);
    }
  });
});
