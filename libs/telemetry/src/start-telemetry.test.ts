import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startTelemetry } from './start-telemetry.ts';

describe(startTelemetry, () => {
  it('loads nothing of OpenTelemetry when no setting asks for it', () => {
    const module = JSON.stringify(new URL('./index.ts', import.meta.url).href);
    const program = `
      const { registerHooks } = await import('node:module');
      registerHooks({
        resolve(name, context, next) {
          if (/opentelemetry|@azure/.test(name)) process.stdout.write(name);
          return next(name, context);
        },
      });
      const { startTelemetry } = await import(${module});
      const telemetry = startTelemetry({ service: 'a', environment: {} });
      await telemetry.ready;
      process.stdout.write(String(telemetry.isOn));`;
    const args = ['--input-type=module', '-e', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });

    expect({ stdout, stderr }).toEqual({ stdout: 'false', stderr: '' });
  });
});
