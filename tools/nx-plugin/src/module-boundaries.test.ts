import { join } from 'node:path';
import {
  createProjectGraphAsync,
  readCachedProjectGraph,
  readJsonFile,
  workspaceRoot,
  type ProjectGraph,
} from '@nx/devkit';
import { ESLint, type Linter } from 'eslint';
import { beforeAll, describe, expect, test, vi } from 'vitest';

// Nx and ESLint load much before they begin.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const boundaryRule = '@nx/enforce-module-boundaries';

const eslint = new ESLint({
  cwd: workspaceRoot,
  ruleFilter: ({ ruleId }) => ruleId === boundaryRule,
  // The files exist for the linter only, so the compiler's project service would not know them.
  overrideConfig: {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: false } },
  },
});

/** What the linter says about imports, one a line, in a file that need not exist. */
async function lint(file: string, imported: readonly string[]): Promise<Linter.LintMessage[]> {
  const [result] = await eslint.lintText(imported.map((path) => `import '${path}';\n`).join(''), {
    filePath: join(workspaceRoot, file),
  });
  return result?.messages ?? [];
}

/** The ids of what the boundary rule says about an import, and in words what anything else says. */
async function violations(file: string, imported: string): Promise<(string | undefined)[]> {
  const messages = await lint(file, [imported]);
  return messages.map(({ ruleId, messageId, message }) =>
    ruleId === boundaryRule ? messageId : message,
  );
}

let projects: ProjectGraph['nodes'];
beforeAll(async () => {
  // The rule reads the project graph from Nx's cache, which Nx has just written if it runs this test.
  const underNx = process.env['NX_TASK_TARGET_PROJECT'] !== undefined;
  ({ nodes: projects } = underNx ? readCachedProjectGraph() : await createProjectGraphAsync());
});

test('nobody but what runs on one machine may import a stand-in for an Azure service', async () => {
  const standIns = Object.values(projects).filter(({ data }) =>
    data.tags?.includes('type:local-cloud'),
  );
  expect(standIns).not.toEqual([]);

  const importers: string[] = [];
  for (const { name, data } of Object.values(projects)) {
    const others = standIns.filter((standIn) => standIn.name !== name);
    const messages = await lint(
      `${data.root}/src/any.ts`,
      others.map((other) => `@heliograph/${other.name}`),
    );
    if (new Set(messages.map(({ line }) => line)).size < others.length) importers.push(name);
  }
  expect(importers.sort()).toEqual([
    'apphost',
    'bench',
    'conformance',
    'platform-e2e',
    'signalr-emulator-cli',
  ]);
});

describe('an import is refused', () => {
  test.each([
    ['the backend', 'apps/functions/src/any.ts', 'functions-host'],
    ['the backend', 'apps/functions/src/any.ts', 'identity-provider'],
    ['the collector', 'apps/collector/src/any.ts', 'signalr-emulator'],
    ['the collector', 'apps/collector/src/any.ts', 'app-model-local'],
    ['the dashboard', 'apps/dashboard/src/any.tsx', 'signalr-emulator'],
    ['the dashboard', 'apps/dashboard/src/any.tsx', 'identity-provider'],
    ['the history', 'libs/metrics/history/src/any.ts', 'signalr-emulator'],
    ['the contracts', 'libs/contracts/src/any.ts', 'signalr-emulator'],
  ])('where %s (%s) would bring along the stand-in %s', async (_who, file, project) => {
    expect(await violations(file, `@heliograph/${project}`)).toContainEqual(
      expect.stringMatching(/^(only|not)TagsConstraintViolation$/),
    );
  });

  test.each([
    ['the SignalR protocol', 'libs/signalr/protocol/src/any.ts', 'contracts'],
    ['the SignalR client', 'libs/signalr/client/src/any.ts', 'contracts'],
    ['the SignalR emulator', 'libs/signalr/emulator/src/any.ts', 'contracts'],
    ['the SignalR emulator', 'libs/signalr/emulator/src/any.ts', 'metrics-core'],
    ['the app model', 'libs/app-model/core/src/any.ts', 'contracts'],
    ['the local interpreter', 'libs/app-model/local/src/any.ts', 'platform'],
    ['the Functions host', 'libs/functions-host/src/any.ts', 'contracts'],
    ['the identity verifier', 'libs/identity/verify/src/any.ts', 'contracts'],
  ])('where %s (%s) would learn about the product from %s', async (_who, file, project) => {
    expect(await violations(file, `@heliograph/${project}`)).not.toEqual([]);
  });

  test.each([
    ['a contract', 'libs/signalr/contract/src/any.ts', 'signalr-access'],
    ['decisions', 'libs/metrics/core/src/any.ts', 'signalr-rest-client'],
    ['the description of the platform', 'libs/platform/src/any.ts', 'app-model-local'],
    ['the client', 'libs/signalr/client/src/any.ts', 'signalr-rest-client'],
    ['a tool', 'tools/nx-plugin/src/any.ts', 'contracts'],
  ])('where %s (%s) would reach a layer above, %s', async (_who, file, project) => {
    expect(await violations(file, `@heliograph/${project}`)).not.toEqual([]);
  });

  test('where a path would go around the public surface', async () => {
    const path = '../../../libs/signalr/access/src/index.ts';

    expect(await violations('apps/collector/src/any.ts', path)).toEqual([
      'noRelativeOrAbsoluteImportsAcrossLibraries',
    ]);
  });
});

describe('an import is fine', () => {
  test('of every project that the importer depends on, also where its tests use stand-ins', async () => {
    for (const { data } of Object.values(projects)) {
      const manifest = readJsonFile<{ dependencies?: Record<string, string> }>(
        join(workspaceRoot, data.root, 'package.json'),
      );
      const imported = Object.keys(manifest.dependencies ?? {}).filter((name) =>
        name.startsWith('@heliograph/'),
      );
      const messages = await lint(`${data.root}/src/any.ts`, imported);
      expect(
        messages.map(({ message }) => message),
        data.root,
      ).toEqual([]);
    }
  });

  test.each([
    ['apps/apphost/src/any.ts', 'functions-host'],
    ['apps/apphost/src/any.ts', 'app-model-local'],
    ['apps/signalr-emulator/src/any.ts', 'signalr-emulator'],
    ['apps/functions/src/any.ts', 'contracts'],
    ['apps/functions/src/any.ts', 'identity-verify'],
    ['libs/contracts/src/any.ts', 'signalr-contract'],
    ['libs/platform/src/any.ts', 'app-model-core'],
    ['libs/signalr/emulator/src/any.ts', 'signalr-connections'],
  ])('in %s of %s', async (file, project) => {
    expect(await violations(file, `@heliograph/${project}`)).toEqual([]);
  });

  test.each([
    ['apps/functions/src/any.test.ts', 'functions-host'],
    ['libs/signalr/client/src/any.test.ts', 'signalr-emulator'],
    ['libs/signalr/rest-client/src/any.test.ts', 'signalr-emulator'],
  ])('in the test %s of the stand-in %s', async (file, project) => {
    expect(await violations(file, `@heliograph/${project}`)).toEqual([]);
  });
});
