import { dashboardSettingsSchema, toDashboardSettings } from '@heliograph/contracts';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { dashboardFiles } from './dashboard-files.ts';
import { recordStack } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';

const environment = readStackFile('dev');
const outputs = {
  functionAppUrl: 'https://backend.example.net',
  dashboardUrl: 'https://dashboard.example.net',
};
const settingsIn = (files: Readonly<Record<string, unknown>>) =>
  dashboardSettingsSchema.parse(files['settings.json']);

describe(dashboardFiles, () => {
  it('says where the backend is, and how to sign in there', () => {
    const { audience, authority, clientId } = environment.signIn;

    expect(settingsIn(dashboardFiles({ environment, outputs }))).toEqual({
      backendUrl: 'https://backend.example.net',
      oidc: { authority, clientId, audience, apiScope: `${audience}/.default` },
    });
  });

  it('has the settings that the stack has for the dashboard', async () => {
    const stack = await recordStack({ environment, uniqueness: 'test/heliograph/dev' });
    const settings = stack.settings['dashboard'] ?? {};
    const { functionAppUrl, dashboardUrl } = stack.outputs;

    const files = dashboardFiles({
      environment,
      outputs: { functionAppUrl: String(functionAppUrl), dashboardUrl: String(dashboardUrl) },
      collectorUrl: settings['HELIOGRAPH_COLLECTOR_URL'],
    });

    expect({ settings: settingsIn(files) }).toEqual(toDashboardSettings(settings));
  });

  it('lets the page answer its own addresses, and nobody frame it', () => {
    const config = dashboardFiles({ environment, outputs })['staticwebapp.config.json'];

    expect(config).toMatchObject({
      navigationFallback: { rewrite: '/index.html' },
      globalHeaders: { 'content-security-policy': "frame-ancestors 'none'" },
    });
  });
});

describe('write-dashboard-files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [
      join(import.meta.dirname, 'write-dashboard-files.ts'),
      ...args,
    ]);

  it('puts the files beside the build', async () => {
    const file = join(folder, 'outputs.json');
    writeFileSync(file, JSON.stringify({ ...outputs, signalrPublicPort: 443 }));

    await run('--stack', 'dev', '--outputs', file, '--folder', folder);

    const written: unknown = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
    expect(dashboardSettingsSchema.parse(written).backendUrl).toBe(outputs.functionAppUrl);
    expect(readFileSync(join(folder, 'staticwebapp.config.json'), 'utf8')).toContain('index.html');
  }, 30_000);

  it('writes nothing when the stack is not up', async () => {
    const file = join(folder, 'none.json');
    writeFileSync(file, '{}');

    await expect(
      run('--stack', 'dev', '--outputs', file, '--folder', folder),
    ).rejects.toMatchObject({
      code: 1,
      stderr: 'The stack dev has no address in functionAppUrl, dashboardUrl\n',
    });
  }, 30_000);
});
