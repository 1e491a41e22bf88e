import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@heliograph/app-model-local';
import { root } from '../platform-process.ts';
import { waitUntil } from '../wait-until.ts';

const vite = join(root, 'node_modules/vite/bin/vite.js');
const cwd = join(root, 'apps/dashboard');

/** Builds the dashboard into a folder of its own, which `remove` takes away. */
export async function buildDashboard(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-dashboard-'));
  const lines: string[] = [];
  const { ended } = startProcess({
    program: { entry: vite, args: ['build', '--outDir', folder, '--logLevel', 'warn'], cwd },
    env: { ...process.env, NODE_ENV: undefined },
    onLines: (more) => lines.push(...more),
  });
  const { code } = await ended;
  if (code !== 0) throw new Error(`The dashboard cannot be built\n${lines.join('\n')}`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Serves built files where the platform expects its dashboard, with the settings it gives it. */
export async function serveDashboard(
  folder: string,
  url: string,
  settings: NodeJS.ProcessEnv,
): Promise<{ stop(): Promise<void> }> {
  const args = ['preview', '--outDir', folder, '--port', new URL(url).port];
  const lines: string[] = [];
  const { ended, kill } = startProcess({
    program: { entry: vite, args, cwd },
    env: { ...process.env, ...settings, NODE_ENV: undefined },
    onLines: (more) => lines.push(...more),
  });
  await waitUntil(
    'the built dashboard',
    () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ),
    () => lines.join('\n'),
  );
  return {
    async stop() {
      kill();
      await ended;
    },
  };
}
