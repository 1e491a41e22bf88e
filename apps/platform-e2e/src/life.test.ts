import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('two platforms beside each other', () => {
  let one: PlatformProcess;
  let other: PlatformProcess;

  beforeAll(async () => {
    [one, other] = await Promise.all([startPlatform(), startPlatform()]);
  });
  afterAll(() => Promise.all([one, other].map((platform) => platform?.end().catch(() => null))));

  it('share nothing', () => {
    const urls = [one, other].flatMap((platform) => parts.map((name) => platform.part(name).url));
    expect(new Set(urls).size).toBe(2 * parts.length);
  });

  it('end one by one with Ctrl-C, which leaves no process and no port', async () => {
    expect(await one.end('SIGINT')).toBe(0);
    await expectNothingLeft(one);
    expect((await fetch(other.url)).status).toBe(200);
  });

  it('leave nothing behind when they are killed', async () => {
    await other.end('SIGKILL');
    await expectNothingLeft(other);
  });
});
