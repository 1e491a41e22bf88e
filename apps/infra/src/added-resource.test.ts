import type { AppMode, AppModel } from '@heliograph/app-model-core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { recordModel } from './fixtures/record-model.ts';

const page = readFileSync(
  join(import.meta.dirname, '../../../libs/app-model/core/README.md'),
  'utf8',
);
// Beside the sources, from where the packages of the workspace are found.
const beside = join(import.meta.dirname, '../out-test');
mkdirSync(beside, { recursive: true });
const folder = mkdtempSync(join(beside, 'page-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The description on the page that says how to add a resource, as it stands there. */
async function describedOnThePage(): Promise<(mode: AppMode) => AppModel> {
  const [, code] = /```ts\n(\/\/ describe-notes\.ts\n[^]*?)```/.exec(page) ?? [];
  if (code === undefined) throw new Error('The page describes no resource any more');
  const file = join(folder, 'describe-notes.ts');
  writeFileSync(file, code);
  const module = (await import(pathToFileURL(file).href)) as {
    describeNotes(mode: AppMode): AppModel;
  };
  return module.describeNotes;
}

describe('the resource that the page of the app model adds', () => {
  it('becomes a container in Azure, with its settings and the role that its reference needs', async () => {
    const describeNotes = await describedOnThePage();

    const { resources, settings } = await recordModel({ describe: () => describeNotes('publish') });
    const inputsOf = (type: string, name: string) =>
      resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name)?.inputs;

    expect(inputsOf('ContainerApp', 'notes')).toMatchObject({
      configuration: { ingress: { targetPort: 4700 } },
      template: { scale: { minReplicas: 1, maxReplicas: 3 } },
    });
    expect(settings).toEqual({
      notes: {
        NOTES_STORE: expect.stringMatching(/^tables:https:\/\/\w+\.table\.core\.windows\.net$/),
        NOTES_LISTEN: '0.0.0.0:4700',
      },
    });
    expect(inputsOf('RoleAssignment', 'notes-uses-store')).toBeDefined();
  });
});
