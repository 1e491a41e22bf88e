import { beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import type { RegisteredResource } from './fixtures/pulumi-engine.ts';
import { runProgram, type ProgramEnd, type ProgramOptions } from './fixtures/run-program.ts';
import { recordStack } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';

const systemKeys = { signalr_extension: 'the-system-key' };
/** The whole of the provider's library is loaded by each run. */
const patience = 60_000;

/** An environment as it is once it was registered for sign-in. */
const registered = (stack: string): Environment => ({
  ...readStackFile(stack),
  signIn: {
    authority: 'https://login.microsoftonline.com/the-tenant/v2.0',
    clientId: 'the-dashboard',
    audience: 'the-api',
  },
});
const run = (
  stack: string,
  change: Partial<Environment> = {},
  more: Partial<ProgramOptions> = {},
): Promise<ProgramEnd> =>
  runProgram({ stack, config: { environment: { ...registered(stack), ...change } }, ...more });

const inAzure = (all: readonly RegisteredResource[]) =>
  all
    .filter(({ type }) => type.startsWith('azure-native:'))
    .map(({ type, name, inputs }) => ({ type, name, inputs }));
const sorted = (all: readonly { type: string; name: string; inputs: unknown }[]) =>
  [...all].sort((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));

describe('the program of Pulumi.yaml, run as Pulumi runs it', () => {
  let end: ProgramEnd;
  beforeAll(async () => {
    end = await run('production', { upstream: 'wired' }, { known: { systemKeys } });
  }, patience);

  it(
    'registers exactly the resources of the recorded stack, with the same inputs',
    { timeout: patience },
    async () => {
      expect(end).toMatchObject({ exitCode: 0, stderr: '' });
      const { resources } = await recordStack({
        environment: { ...registered('production'), upstream: 'wired' },
        uniqueness: 'test/heliograph/production',
        known: { systemKeys },
      });

      expect(sorted(inAzure(end.engine.registered))).toEqual(sorted(resources));
    },
  );

  it('exports where everything is, without a secret', () => {
    expect(end.engine.outputs).toEqual({
      signalrHostName: expect.stringMatching(
        /^helg-production-signalr-\w+\.service\.signalr\.net$/,
      ),
      signalrPublicPort: 443,
      functionAppUrl: expect.stringMatching(/^https:/),
      negotiateUrl: expect.stringMatching(/^https:.*\/api\/negotiate$/),
      dashboardUrl: expect.stringMatching(/^https:/),
      resourceGroupName: 'helg-production',
    });
  });

  it('marks the system key as a secret for Pulumi’s state, and gives it to the vault alone', () => {
    const holders = end.engine.registered.filter((resource) =>
      JSON.stringify(resource.inputs).includes('the-system-key'),
    );

    expect(holders).toMatchObject([{ type: 'azure-native:keyvault:Secret', hasSecrets: true }]);
  });

  it('gives every resource but the outermost a parent', () => {
    const orphans = end.engine.registered.filter(({ parentType }) => parentType === undefined);

    expect(orphans.map(({ type }) => type)).toEqual(['pulumi:pulumi:Stack']);
  });
});

describe('a preview, in which nothing exists yet', () => {
  it(
    'shows all resources',
    async () => {
      const { exitCode, stderr, engine } = await run('critical', {}, { preview: true });

      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const { resources } = await recordStack({
        environment: registered('critical'),
        uniqueness: 'test/heliograph/critical',
      });
      const named = (all: readonly { type: string; name: string }[]) =>
        all.map(({ type, name }) => `${type} ${name}`).sort();
      expect(named(inAzure(engine.registered))).toEqual(named(resources));
      // The number of units belongs to autoscale from then on.
      const service = engine.registered.find(({ type }) => type.endsWith(':SignalR'));
      expect(service?.ignoreChanges).toEqual(['sku.capacity']);
    },
    patience,
  );
});

describe('a refusal', () => {
  it(
    'ends the program with one sentence, and nothing is created',
    async () => {
      const { signIn } = readStackFile('dev');
      const { exitCode, engine } = await run('dev', { signIn });

      expect(exitCode).not.toBe(0);
      expect(inAzure(engine.registered)).toEqual([]);
      expect(engine.log.filter((line) => line.startsWith('ERROR'))).toEqual([
        expect.stringMatching(
          /^ERROR: heliograph:environment\.signIn\.authority is a placeholder: run .*register-sign-in/,
        ),
      ]);
    },
    patience,
  );

  it(
    'of an existing service in another mode comes before anything is created',
    async () => {
      const { signalr } = readStackFile('dev');
      const existing = { name: 'company', resourceGroup: 'shared' };
      const { exitCode, engine } = await run(
        'dev',
        { signalr: { ...signalr, existing } },
        { known: { existingSignalR: { features: [{ flag: 'ServiceMode', value: 'Default' }] } } },
      );

      expect(exitCode).not.toBe(0);
      expect(inAzure(engine.registered)).toEqual([]);
      expect(engine.log.filter((line) => line.startsWith('ERROR'))).toEqual([
        'ERROR: signalr: company is in Default mode, and the platform needs Serverless',
      ]);
    },
    patience,
  );

  it(
    'that only Azure can cause shows one sentence as well',
    async () => {
      const { exitCode, engine } = await run('dev', { upstream: 'wired' });

      expect(exitCode).not.toBe(0);
      const errors = engine.log.filter((line) => line.startsWith('ERROR'));
      expect(errors).toEqual([expect.stringMatching(/signalr_extension yet: deploy its code/)]);
      expect(errors.join()).not.toMatch(/\n\s+at /);
    },
    patience,
  );
});
