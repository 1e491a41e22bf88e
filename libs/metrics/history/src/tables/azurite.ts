import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Azurite's account is the same everywhere and no secret. */
const account =
  'AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  readonly connectionString: string;
  readonly port: number;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const program = join(dirname(require.resolve('azurite/package.json')), 'dist/src/table/main.js');

/** Starts the Table Storage of Azurite, with everything in memory, on a free port. */
export async function startAzurite(): Promise<Azurite> {
  // Azurite does not say which port it got for 0, so one is found first; another may take it meanwhile.
  let failure = '';
  for (let tries = 0; tries < 3; tries += 1) {
    const port = await freePort();
    const started = await tryStart(port);
    if (typeof started !== 'string') return started;
    failure = started;
  }
  throw new Error(`Azurite does not start: ${failure}`);
}

async function tryStart(port: number): Promise<Azurite | string> {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-azurite-'));
  const args = [program, '--tablePort', String(port), '--silent'];
  const child = spawn(
    process.execPath,
    [...args, '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  let output = '';
  const listening = new Promise<boolean>((resolve) => {
    const read = (text: string) => {
      output += text;
      if (output.includes('successfully')) resolve(true);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    void ended.then(() => resolve(false));
  });
  if (!(await listening)) {
    await stop();
    return output;
  }
  const connectionString = `DefaultEndpointsProtocol=http;${account};TableEndpoint=http://127.0.0.1:${port}/devstoreaccount1`;
  return { connectionString, port, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
