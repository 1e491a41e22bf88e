import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalPlatform } from '@heliograph/app-model-local';
import { debugLines, formatEnvFile } from './debug-environment.ts';
import { shortPath } from './short-path.ts';

export interface LeftOutParts {
  /** How to start each, for people. */
  readonly lines: readonly string[];
  /** Removes what was written for them. */
  close(): void;
}

/**
 * Writes what it takes to run parts by hand. It holds secrets, so only its owner can read it, and it
 * is gone with the platform.
 */
export function prepareLeftOut(
  names: readonly string[],
  platform: LocalPlatform,
  dataFolder: string,
): LeftOutParts {
  const prepared = names.map((name) => ({
    name,
    launch: platform.prepared(name),
    file: join(dataFolder, `${name}.env`),
  }));
  for (const { launch, file } of prepared) {
    // The mode counts only for a new file.
    rmSync(file, { force: true });
    writeFileSync(file, formatEnvFile(launch.settings), { mode: 0o600 });
  }
  return {
    lines: prepared.flatMap(({ name, launch, file }) =>
      debugLines(name, launch, shortPath(launch.program.cwd, file)),
    ),
    close() {
      for (const { file } of prepared) rmSync(file, { force: true });
    },
  };
}
