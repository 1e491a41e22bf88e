import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseConnectionString } from '@heliograph/signalr-access';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import type { Service } from './service.ts';

const program = fileURLToPath(
  new URL('../../../../apps/signalr-emulator/src/main.ts', import.meta.url),
);

/** The service as the program that people start, with a hub of its own. */
export async function startProgram(
  ...options: string[]
): Promise<Service & { child: ChildProcess }> {
  const child = spawn(process.execPath, [program, 'start', '-p', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const line = (): string | undefined => /^Endpoint=.*$/m.exec(output)?.[0];
  await eventually(() => line() !== undefined && output.endsWith('\n'));
  const connection = parseConnectionString(line() ?? '');
  const stop = async (): Promise<void> => void child.kill('SIGTERM');
  return { connection, url: connection.endpoint, hub: 'chat', stop, child };
}
