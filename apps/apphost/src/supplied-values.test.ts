import { createBuilder } from '@heliograph/app-model-core';
import { describePlatform, platformParameters } from '@heliograph/platform';
import { describe, expect, it } from 'vitest';
import { externalNotes } from './external-notes.ts';
import { readLocalSettings } from './local-settings.ts';
import { suppliedValues } from './supplied-values.ts';

const known = {
  [platformParameters.dataFolder]: '/data',
  [platformParameters.signalRAccessKey]: 'key',
};
const connectionString = 'Endpoint=https://real.example;AccessKey=c2VjcmV0;Version=1.0;';

function supply(env: NodeJS.ProcessEnv, file: NodeJS.ProcessEnv = {}) {
  const settings = readLocalSettings(env, file);
  const model = describePlatform({ connectionStrings: [...settings.connectionStrings.keys()] });
  return { model, values: () => suppliedValues(model, settings, known) };
}

describe(suppliedValues, () => {
  it('has the connection string of a resource that is used where it is', () => {
    const { values } = supply({}, { ConnectionStrings__signalr: connectionString });

    expect(values()).toEqual({ ...known, ConnectionStrings__signalr: connectionString });
  });

  it('ignores strings of other programs in the environment, and tells of those in our file', () => {
    expect(supply({ ConnectionStrings__postgres: 'x' }).values()).toMatchObject(known);
    expect(supply({}, { ConnectionStrings__signlr: connectionString }).values).toThrow(
      expect.objectContaining({
        code: 'setting-invalid',
        message: expect.stringMatching(/ConnectionStrings__signlr.*signalr/),
      }),
    );
  });

  it.for(['nonsense', 'Endpoint=https://real.example;Secret=c2VjcmV0;', 'AccessKey=c2VjcmV0;'])(
    'refuses %j, and repeats nothing of it',
    (text) => {
      const { values } = supply({ ConnectionStrings__signalr: text });

      expect(values).toThrow(
        expect.objectContaining({
          code: 'setting-invalid',
          message: expect.stringMatching(/^ConnectionStrings__signalr: /),
        }),
      );
      expect(values).not.toThrow(/c2VjcmV0|nonsense/);
    },
  );

  it('asks for a parameter that nobody supplied by the name to set', () => {
    const builder = createBuilder();
    const region = builder.addParameter('data-region');
    builder.addNodeApp('api', 'a.ts').withEnvironment({ REGION: region });
    const model = builder.build();

    expect(() => suppliedValues(model, readLocalSettings({}, {}), {})).toThrow(
      expect.objectContaining({
        code: 'parameter-missing',
        message: expect.stringContaining('Parameters__data_region'),
      }),
    );
    const settings = readLocalSettings({ Parameters__data_region: 'north' }, {});
    expect(suppliedValues(model, settings, {})).toEqual({ 'data-region': 'north' });
  });
});

describe(externalNotes, () => {
  it('says in one line where the service is, and what client events need', () => {
    const { model, values } = supply({ ConnectionStrings__signalr: connectionString });
    const resolve = (value: unknown): string =>
      typeof value === 'object' && value !== null && 'name' in value
        ? (values()[String(value.name)] ?? '')
        : 'http://127.0.0.1:7071/runtime/webhooks/signalr';

    const [note, ...others] = externalNotes(model, resolve);

    expect(others).toEqual([]);
    expect(note).toMatch(/^signalr is external: https:\/\/real\.example .*public address/);
    expect(note).toContain('http://127.0.0.1:7071/runtime/webhooks/signalr');
    expect(note).not.toMatch(/c2VjcmV0|\n/);
  });

  it('has nothing to say when everything runs here', () => {
    expect(externalNotes(supply({}).model, () => '')).toEqual([]);
  });
});
