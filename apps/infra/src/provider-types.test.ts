import type { RecordedResource } from '@heliograph/infra-components';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { recordStack } from './record-stack.ts';
import { configuredStacks, readStackFile } from './stack-file.ts';

/** The provider's types are a hundred thousand lines. */
const patience = 180_000;

/**
 * A module that gives recorded inputs to the provider's constructors, as literals. So the compiler
 * sees every member, also those that were put together from parts, where it looks less closely.
 */
function moduleOf(resources: readonly RecordedResource[]): string {
  const modules = new Set(resources.map(({ type }) => type.split(':')[1] ?? ''));
  return [
    ...[...modules].map(
      (name) => `import type * as ${name} from '@pulumi/azure-native/${name}/index.js';`,
    ),
    ...resources.map(({ type, inputs }, index) => {
      const [, module = '', kind = ''] = type.split(':');
      return `export const of${index}: ${module}.${kind}Args = ${JSON.stringify(inputs)};`;
    }),
  ].join('\n');
}

/** What the compiler says about each of some modules, of which one look serves all. */
function faultsIn(files: readonly string[]): readonly (readonly string[])[] {
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  return files.map((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

describe('what a stack asks for', () => {
  // Beside the sources, from where the provider's library is found.
  const beside = join(import.meta.dirname, '../out-test');
  mkdirSync(beside, { recursive: true });
  const folder = mkdtempSync(join(beside, 'types-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, resources: readonly RecordedResource[]): string => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, moduleOf(resources));
    return file;
  };

  it('is what the provider’s types know, to the last member', { timeout: patience }, async () => {
    const recorded: RecordedResource[] = [];
    for (const name of configuredStacks()) {
      const stack = await recordStack({
        environment: { ...readStackFile(name), upstream: 'wired' },
        uniqueness: `test/heliograph/${name}`,
        known: { systemKeys: { signalr_extension: 'the-system-key' } },
      });
      recorded.push(...stack.resources);
    }
    const [first, ...others] = recorded;
    if (!first) throw new Error('Nothing was recorded');

    const misspelt = { ...first, inputs: { ...first.inputs, misspelt: 1 } };
    const [faults, faultsOfMisspelt] = faultsIn([
      write('recorded', recorded),
      write('misspelt', [misspelt, ...others]),
    ]);

    expect(faults).toEqual([]);
    // The same look finds a member that there is not.
    expect(faultsOfMisspelt).toEqual([expect.stringContaining('misspelt')]);
  });
});
