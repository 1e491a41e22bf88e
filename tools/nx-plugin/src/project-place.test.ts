import { expect, test } from 'vitest';
import { PluginError } from './plugin-error.ts';
import { projectPlace } from './project-place.ts';

const workspaces = ['apps/*', 'libs/*', 'libs/signalr/*', 'tools/*'];

test.each([
  ['libs/signalr/protocol', 'libs', 'libs/signalr/protocol', 'signalr-protocol'],
  ['libs/contracts', 'libs', 'libs/contracts', 'contracts'],
  ['./apps/platform-e2e/', 'apps', 'apps/platform-e2e', 'platform-e2e'],
] as const)('a project at %s is named after its path', (path, top, root, name) => {
  expect(projectPlace(path, top, workspaces)).toEqual({
    root,
    name,
    importPath: `@heliograph/${name}`,
  });
});

test.each([
  [
    'an app outside apps',
    'libs/relay',
    'apps',
    'path-invalid',
    '"libs/relay" is not a folder below apps',
  ],
  ['a library outside libs', 'tools/relay', 'libs', 'path-invalid', 'below libs'],
  ['a name without a folder', 'relay', 'apps', 'path-invalid', 'below apps'],
  ['a folder that holds projects', 'apps', 'apps', 'path-invalid', 'below apps'],
  ['an absolute path', '/apps/relay', 'apps', 'path-invalid', 'below apps'],
  ['a way out', 'apps/../relay', 'apps', 'path-invalid', '".." in "apps/../relay"'],
  ['an empty segment', 'libs//relay', 'libs', 'path-invalid', 'kebab-case'],
  [
    'capitals',
    'apps/Relay',
    'apps',
    'path-invalid',
    '"Relay" in "apps/Relay" is not in kebab-case',
  ],
  ['underscores', 'apps/my_relay', 'apps', 'path-invalid', 'kebab-case'],
  ['a digit first', 'apps/2relay', 'apps', 'path-invalid', 'kebab-case'],
  ['a trailing hyphen', 'apps/relay-', 'apps', 'path-invalid', 'kebab-case'],
  [
    'a group that npm does not know',
    'libs/new/relay',
    'libs',
    'path-uncovered',
    'No workspace glob in package.json covers "libs/new/relay"',
  ],
  [
    'a folder inside a project',
    'libs/signalr/client/x',
    'libs',
    'path-uncovered',
    'apps/*, libs/*',
  ],
] as const)('%s is refused', (_title, path, top, code, message) => {
  const place = () => projectPlace(path, top, workspaces);

  expect(place).toThrow(PluginError);
  expect(place).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
