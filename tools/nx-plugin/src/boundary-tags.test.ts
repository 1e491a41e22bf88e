import { workspaceRoot } from '@nx/devkit';
import { expect, test } from 'vitest';
import { readBoundaryTags, tagsIn } from './boundary-tags.ts';

test('a tag is known once a row names it, as importer or as imported', () => {
  const config = {
    rules: {
      eqeqeq: [2],
      '@nx/enforce-module-boundaries': [
        2,
        {
          allow: ['^.*/vitest\\.base\\.ts$'],
          depConstraints: [
            { sourceTag: 'scope:b', onlyDependOnLibsWithTags: ['scope:b', 'scope:c'] },
            { sourceTag: 'type:app', notDependOnLibsWithTags: ['type:local-cloud'] },
            { allSourceTags: ['type:app', 'scope:a'], onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
    },
  };

  expect(tagsIn(config)).toEqual({ scopes: ['a', 'b', 'c'], types: ['app', 'local-cloud'] });
});

test.each([undefined, {}, { rules: {} }])('without boundaries no tag is known', (config) => {
  expect(tagsIn(config)).toEqual({ scopes: [], types: [] });
});

test("this workspace's tags are read from its ESLint configuration", async () => {
  const { scopes, types } = await readBoundaryTags(workspaceRoot);

  expect(scopes).toEqual(expect.arrayContaining(['signalr', 'metrics', 'platform']));
  expect(types).toEqual(expect.arrayContaining(['app', 'contract', 'local-cloud', 'tool']));
});
