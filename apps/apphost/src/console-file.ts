import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Where a running platform's console is, and its token: what other commands of ours need. */
const consoleFile = 'console.json';

const entrySchema = z.object({ url: z.url(), token: z.string().min(1) });
export type ConsoleEntry = z.infer<typeof entrySchema>;

/** Only the owner can read it: whoever has the token may stop parts. */
export function writeConsoleFile(dataFolder: string, entry: ConsoleEntry): void {
  const path = join(dataFolder, consoleFile);
  // The mode counts only for a new file.
  rmSync(path, { force: true });
  writeFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}

export function removeConsoleFile(dataFolder: string): void {
  rmSync(join(dataFolder, consoleFile), { force: true });
}

/** Undefined when no platform runs with this data folder. */
export function readConsoleFile(dataFolder: string): ConsoleEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(readFileSync(join(dataFolder, consoleFile), 'utf8')));
  } catch {
    return undefined;
  }
}
