import { afterAll, expect, test } from 'vitest';
import { packageVersions } from './package-versions.ts';
import { PluginError } from './plugin-error.ts';
import { throwAwayWorkspace } from './testing/throw-away-workspace.ts';

const workspace = throwAwayWorkspace({
  'apps/collector': { name: '@heliograph/collector', dependencies: { fastify: '5.12.8' } },
  'apps/dashboard': {
    name: '@heliograph/dashboard',
    devDependencies: { '@types/react': '19.3.0' },
  },
});
afterAll(() => workspace.remove());

const draft = new Map([
  ['apps/relay/package.json', '{ "dependencies": { "fastify": "~5.2.1", "koa": "~3.0.1" } }'],
  ['apps/relay/src/main.ts', 'no manifest'],
]);

test("a version that a project uses wins over Nx's", () => {
  expect(packageVersions(workspace.tree, draft, ['fastify', '@types/react'])).toEqual({
    fastify: '5.12.8',
    '@types/react': '19.3.0',
  });
});

test("a package that is new here comes in Nx's version, exactly", () => {
  expect(packageVersions(workspace.tree, draft, ['koa'])).toEqual({ koa: '3.0.1' });
});

test('a package that nobody knows is refused', () => {
  const versions = () => packageVersions(workspace.tree, draft, ['hapi']);

  expect(versions).toThrow(PluginError);
  expect(versions).toThrow(expect.objectContaining({ code: 'version-unknown' }));
});
