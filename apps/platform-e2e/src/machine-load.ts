import { spawn } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

/** Work that the machine is made to do until stopped; every kind ends by itself after a minute. */
export interface Load {
  stop(): void;
}

const longest = 60_000;

/** Keeps every core busy. */
export function burnCpu(): Load {
  const burn = `const end = Date.now() + ${longest}; while (Date.now() < end);`;
  const burners = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', burn], { stdio: 'ignore' }),
  );
  return { stop: () => burners.forEach((burner) => burner.kill('SIGKILL')) };
}

/** Sends 2 MiB over loopback ten times a second. */
export async function sendOverLoopback(): Promise<Load> {
  const server = createServer((socket) => socket.resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const chunk = Buffer.alloc(2 * 1024 * 1024);
  return repeat(
    () => socket.write(chunk),
    () => {
      socket.destroy();
      server.close();
    },
  );
}

/** Writes 4 MiB to a file five times a second, and waits each time until the disk has them. */
export function writeToDisk(): Load {
  // Not in memory: the folder for temporary files is on a disk nearly everywhere.
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-disk-'));
  const file = openSync(join(folder, 'written'), 'w');
  const chunk = Buffer.alloc(4 * 1024 * 1024, 1);
  return repeat(
    () => {
      writeSync(file, chunk, 0, chunk.length, 0);
      fsyncSync(file);
    },
    () => {
      closeSync(file);
      rmSync(folder, { recursive: true, force: true });
    },
    200,
  );
}

function repeat(act: () => void, end: () => void, every = 100): Load {
  const timer = setInterval(act, every);
  const last = setTimeout(stop, longest);
  function stop(): void {
    clearInterval(timer);
    clearTimeout(last);
    end();
  }
  return { stop };
}
