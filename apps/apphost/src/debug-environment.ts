import { relative } from 'node:path';
import type { PreparedLaunch, PreparedSetting } from '@heliograph/app-model-local';
import { ApphostError } from './apphost-error.ts';

/**
 * A file that `node --env-file` reads back as it was, secrets included.
 * @throws ApphostError `setting-invalid` for a value that the format cannot hold
 */
export function formatEnvFile(settings: readonly PreparedSetting[]): string {
  return settings.map(({ name, value }) => `${name}=${quote(name, value)}\n`).join('');
}

/** No quote can be escaped in this format, and between double quotes `\n` would be a line break. */
function quote(name: string, value: string): string {
  const mark = ["'", '`', '"'].find(
    (sign) => !value.includes(sign) && !(sign === '"' && value.includes('\\n')),
  );
  if (mark !== undefined) return mark + value + mark;
  throw new ApphostError(
    'setting-invalid',
    `The value of ${name} has every kind of quotes, which no .env file can hold.`,
  );
}

/** How to start a part by hand: for people, without secrets. `file` is what `formatEnvFile` made. */
export function debugLines(
  name: string,
  { program, settings }: PreparedLaunch,
  file: string,
): readonly string[] {
  const { cwd, entry, args } = program;
  const command = ['node', `--env-file=${file}`, relative(cwd, entry), ...args].map(shellQuote);
  return [
    `${name} is left out. The others look for it where this starts it, in ${cwd}:`,
    `  ${command.join(' ')}`,
    ...settings.map((setting) =>
      setting.secret
        ? `  # ${setting.name} is secret: it is only in that file`
        : `  ${setting.name}=${shellQuote(setting.value)}`,
    ),
  ];
}

/** A word as POSIX shells take it. */
export function shellQuote(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
