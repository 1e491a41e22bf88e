import { afterEach, expect, test } from 'vitest';
import { draftOf } from './nx-draft.ts';
import { throwAwayWorkspace } from './testing/throw-away-workspace.ts';

const workspace = throwAwayWorkspace({});
const { tree } = workspace;
afterEach(() => workspace.remove());

test('a draft holds what a generator wrote and leaves the tree as it was', async () => {
  tree.write('apps/pending/package.json', 'pending');
  const before = tree.listChanges();

  const draft = await draftOf(tree, async (drafting) => {
    drafting.write('apps/relay/src/main.ts', 'created');
    drafting.write('apps/pending/package.json', 'changed again');
    drafting.write('nx.json', 'updated');
    drafting.delete('tsconfig.json');
  });

  expect(Object.fromEntries(draft)).toEqual({
    'apps/relay/src/main.ts': 'created',
    'apps/pending/package.json': 'changed again',
    'nx.json': 'updated',
  });
  expect(tree.listChanges()).toEqual(before);
  expect(tree.exists('tsconfig.json')).toBe(true);
  expect(tree.exists('apps/relay')).toBe(false);
});
