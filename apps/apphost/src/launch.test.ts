import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolveValue, type Resource } from '@heliograph/app-model-core';
import type { LaunchContext } from '@heliograph/app-model-local';
import { describePlatform } from '@heliograph/platform';
import { describe, expect, it } from 'vitest';
import { launch } from './launch.ts';

const root = resolve(import.meta.dirname, '../../..');
const { resources } = describePlatform();
const processes = resources.filter(({ run }) => run === 'process');

const context: LaunchContext = {
  host: '127.0.0.1',
  port: () => 5000,
  resolve: (value) =>
    resolveValue(value, {
      endpoint: (resource, _, property) =>
        property === 'origins'
          ? 'http://127.0.0.1:1,http://localhost:1'
          : `${resource}:${property}`,
      connection: (resource) => `to ${resource}`,
      parameter: (name) => `<${name}>`,
    }),
};
const programOf = (name: string) =>
  launch(resources.find((resource) => resource.name === name) as Resource, context, {
    root,
    dataFolder: '/data',
  });

describe(launch, () => {
  it.for(processes.map(({ name }) => name))('finds the program and the folder of %s', (name) => {
    const { entry, cwd } = programOf(name);

    expect([entry, cwd].filter((path) => !existsSync(path))).toEqual([]);
  });

  it('lets both names of the dashboard’s address in wherever browsers go', () => {
    const both = 'http://127.0.0.1:1,http://localhost:1';

    expect(programOf('signalr').args).toContain(both);
    expect(programOf('backend').args).toContain(both);
    expect(programOf('identity').args).toEqual(expect.arrayContaining(both.split(',')));
  });

  it('puts the service’s key into its environment, and on no command line', () => {
    const key = '<signalr-access-key>';

    expect(Object.values(programOf('signalr').environment ?? {})).toEqual([key]);
    for (const { name } of processes) expect(programOf(name).args.join(' ')).not.toContain(key);
  });

  it('has no program for what is a mere value', () => {
    expect(() => programOf('history')).toThrow('history');
  });
});
