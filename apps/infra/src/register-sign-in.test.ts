import { publishPermission, roles } from '@heliograph/contracts';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeDirectory } from './fixtures/fake-az.ts';

const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
const state = join(folder, 'state.json');
const outputs = join(folder, 'outputs.json');
/** Each run calls the Azure CLI a dozen times, and each call is a process. */
const patience = 120_000;

function run(environment: Readonly<Record<string, string>>, ...args: string[]) {
  return promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'register-sign-in.ts'), ...args],
    {
      env: {
        PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter),
        FAKE_AZ_STATE: state,
        ...environment,
      },
    },
  );
}
const directory = (): FakeDirectory => JSON.parse(readFileSync(state, 'utf8')) as FakeDirectory;

describe('register-sign-in', () => {
  beforeAll(() => {
    const fake = join(import.meta.dirname, 'fixtures/fake-az.ts');
    writeFileSync(join(folder, 'az'), `#!/bin/sh\nexec "${process.execPath}" "${fake}" "$@"\n`);
    chmodSync(join(folder, 'az'), 0o755);
    writeFileSync(
      outputs,
      JSON.stringify({
        functionAppUrl: 'https://helg-dev-backend-1.azurewebsites.net',
        dashboardUrl: 'https://dashboard.example.net',
        resourceGroupName: 'helg-dev',
      }),
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it(
    'registers API and dashboard, and says how to configure the stack',
    async () => {
      const { stdout } = await run({}, '--stack', 'dev');
      const { applications, principals } = directory();
      const api = applications['heliograph-dev-api'] ?? {};

      expect(stdout.trim().split('\n')).toEqual(
        [
          'authority https://login.microsoftonline.com/the-tenant/v2.0',
          'clientId app-of-heliograph-dev-dashboard',
          'audience app-of-heliograph-dev-api',
        ].map(
          (setting) =>
            `npx pulumi config set --stack dev --path heliograph:environment.signIn.${setting}`,
        ),
      );
      expect(api).toMatchObject({
        identifierUris: ['api://app-of-heliograph-dev-api'],
        // The version whose audience is the application id, as the line above says.
        api: { requestedAccessTokenVersion: 2 },
        appRoles: [
          ...roles.map((value) => ({ value, allowedMemberTypes: ['User'] })),
          { value: publishPermission, allowedMemberTypes: ['Application'] },
        ],
      });
      expect(applications['heliograph-dev-dashboard']).toMatchObject({
        spa: {
          redirectUris: ['127.0.0.1', 'localhost'].flatMap((host) => [
            `http://${host}:4200/signed-in`,
            `http://${host}:4200/`,
          ]),
        },
      });
      expect(principals['app-of-heliograph-dev-api']).toMatchObject({
        appRoleAssignmentRequired: true,
      });
    },
    patience,
  );

  it(
    'adds addresses and assignments of a stack that is up, each once',
    async () => {
      const args = ['--stack', 'dev', '--outputs', outputs, '--admin', 'ada@example.com'];
      await run({}, ...args);
      const once = directory();
      await run({}, ...args);
      const twice = directory();

      expect(once.applications['heliograph-dev-dashboard']).toMatchObject({
        spa: {
          redirectUris: expect.arrayContaining([
            'http://127.0.0.1:4200/signed-in',
            'https://dashboard.example.net/signed-in',
            'https://dashboard.example.net/',
          ]),
        },
      });
      const { appRoles } = once.applications['heliograph-dev-api'] as {
        appRoles: { id: string; value: string }[];
      };
      const idOf = (role: string) => appRoles.find(({ value }) => value === role)?.id;
      expect(once.assignments).toEqual([
        {
          principalId: 'principal-of-backend',
          resourceId: 'id-of-app-of-heliograph-dev-api',
          appRoleId: idOf(publishPermission),
        },
        {
          principalId: 'id-of-ada@example.com',
          resourceId: 'id-of-app-of-heliograph-dev-api',
          appRoleId: idOf('admin'),
        },
      ]);
      expect({ ...twice, calls: [] }).toEqual({ ...once, calls: [] });
      expect(
        twice.calls.slice(once.calls.length).filter((call) => call.startsWith('post')),
      ).toEqual([]);
    },
    patience,
  );

  it(
    'says what the Azure CLI said when it fails',
    async () => {
      await expect(run({ FAKE_AZ_FAILS: 'yes' }, '--stack', 'dev')).rejects.toMatchObject({
        code: 1,
        stderr: 'az account show: ERROR: Please run az login\n',
      });
    },
    patience,
  );

  it(
    'refuses a stack that there is not',
    async () => {
      await expect(run({}, '--stack', 'staging')).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/no environment "staging"/),
      });
    },
    patience,
  );
});
