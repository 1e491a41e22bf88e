import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';

const golden = new URL('../golden/', import.meta.url);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Name, number of exchanges, and how many of them differ. */
type Row = readonly [string, number, number];

function counted(): Row[] {
  return readdirSync(golden)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => {
      const name = file.replace('.jsonl', '');
      const hasDeviations = existsSync(new URL(`${name}.deviations.json`, golden));
      const names = hasDeviations ? readDeviations(name).names : [];
      return [name, readRecording(name).length, new Set(names).size];
    });
}

describe('the table of recordings in the README', () => {
  it('has each recording with its number of exchanges and of those that differ', () => {
    const row = /^\| `([\w-]+)` +\| (\d+) +\| (\d+) +\|/gm;
    const inTable = [...readme.matchAll(row)].map(([, name = '', exchanges, differ]): Row => [
      name,
      Number(exchanges),
      Number(differ),
    ]);
    expect(inTable.toSorted()).toEqual(counted().toSorted());
  });
});
