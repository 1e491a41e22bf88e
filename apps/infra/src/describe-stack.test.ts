import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeStack } from './describe-stack.ts';
import type { Environment } from './environment.ts';
import { recordStack, type RecordedStack } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';

const patience = 60_000;

describe(describeStack, () => {
  const environment = readStackFile('production');
  let stack: RecordedStack;
  beforeAll(async () => {
    stack = await recordStack({ environment, uniqueness: 'test/heliograph/production' });
  }, patience);
  const told = (audience: number, signalr: Partial<Environment['signalr']> = {}) =>
    describeStack(
      { ...environment, signalr: { ...environment.signalr, ...signalr } },
      stack,
      audience,
    );

  it('names every resource with its size, every setting and every role with its scope', () => {
    const text = told(1);

    for (const { type, name } of stack.resources) {
      if (!type.endsWith(':RoleAssignment')) expect(text).toContain(` ${name}`);
    }
    expect(text).toContain('signalr (Standard_S1 x 2)');
    expect(text).toContain('HELIOGRAPH_COLLECTOR_LISTEN=0.0.0.0:4318');
    expect(text).toMatch(/backend-uses-signalr +SignalR Service Owner +on signalr/);
    expect(text).toContain('Rules: all');
  });

  it.for<[number, Partial<Environment['signalr']>, string[], string[]]>([
    [20, {}, ['1,728,000 message units', '2,000,000 units a day in the price'], ['more than that']],
    [30, {}, ['592,000 units a day are more than that, and are billed'], ['refused']],
    [2001, {}, ['more than 2,000 connections: the rest is refused'], []],
    [21, { sku: 'Free_F1', capacity: 1 }, ['are refused until', 'more than 20 connections'], []],
    [
      5000,
      { sku: 'Premium_P1', autoscale: { minimum: 2, maximum: 5 } },
      ['grows by itself to 5 units'],
      ['the rest is refused'],
    ],
  ])('says what %i people cost in messages on %j', ([audience, signalr, present, absent]) => {
    const text = told(audience, signalr);

    for (const words of present) expect(text).toContain(words);
    for (const words of absent) expect(text).not.toContain(words);
  });

  it('shows the rules that are broken, with their sources', () => {
    const free = {
      ...stack,
      resources: stack.resources.map((one) =>
        one.name === 'signalr' ? { ...one, inputs: { ...one.inputs, sku: { tier: 'Free' } } } : one,
      ),
    };

    expect(describeStack(environment, free, 1)).toMatch(
      /Rules broken\n {2}signalr: the Free tier has no SLA \(.*https:/,
    );
  });
});

describe('explain', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, 'explain.ts'), ...args]);

  it(
    'needs no cloud',
    async () => {
      const { stdout, stderr } = await run('--env', 'critical', '--audience', '1');

      expect(stderr).toBe('');
      expect(stdout).toMatch(/^critical: \d+ resources in westeurope\n/);
    },
    patience,
  );

  it.for([
    {
      args: ['--env', 'staging'],
      stderr: 'There is no environment "staging"; there are critical, dev, production\n',
    },
    {
      args: ['--audience', 'many'],
      stderr: '--audience is a number of people, not "many"\n',
    },
  ])('refuses $args in one sentence', { timeout: patience }, async ({ args, stderr }) => {
    await expect(run(...args)).rejects.toMatchObject({ code: 1, stdout: '', stderr });
  });
});
