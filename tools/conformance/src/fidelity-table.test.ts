import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDeviations } from './recording/deviation.ts';

/**
 * The table of the emulator's README says of each behaviour how faithful the local service is, and
 * the tests of this project prove it: every test carries the ids of its rows, every row has a test.
 */
const readme = readFileSync(
  new URL('../../../libs/signalr/emulator/README.md', import.meta.url),
  'utf8',
);
const id = String.raw`(?:hub|service|golden|sdk|input) \d+(?:\.\d+)?b?`;
const quote = `['"\u0060]`;

interface Row {
  readonly id: string;
  readonly here: string;
}

function readRows(): Row[] {
  return readme.split('\n').flatMap((line) => {
    const [, first = '', , here = ''] = line.split('|').map((cell) => cell.trim());
    return new RegExp(`^${id}$`).test(first) ? [{ id: first, here }] : [];
  });
}

/** The ids at the beginning of the tests' titles. */
function readTested(): Set<string> {
  const title = new RegExp(`${quote}(${id}(?:, ${id})*): `, 'g');
  const ids = new Set<string>();
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.test.ts')) continue;
    const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    for (const [, list = ''] of source.matchAll(title)) {
      for (const one of list.split(', ')) ids.add(one);
    }
  }
  return ids;
}

const rows = readRows();
const tested = readTested();

describe('the fidelity table', () => {
  it('has one row for each behaviour that a test names', () => {
    const inTable = rows.map((row) => row.id);
    expect(new Set(inTable).size).toBe(inTable.length);
    expect([...tested].filter((one) => !inTable.includes(one))).toEqual([]);
  });

  it('has a test for each behaviour that it claims', () => {
    const claimed = rows.filter(({ here }) => !here.startsWith('not offered'));
    expect(claimed.length).toBeGreaterThan(80);
    expect(claimed.map((row) => row.id).filter((one) => !tested.has(one))).toEqual([]);
  });

  it('has a row for each deviation from a recording', () => {
    const golden = new URL('../golden/', import.meta.url);
    const files = readdirSync(golden).filter((name) => name.endsWith('.deviations.json'));
    expect(files.length).toBeGreaterThan(0);
    const inTable = rows.map((row) => row.id);
    for (const file of files) {
      const { rows: named } = readDeviations(file.replace('.deviations.json', ''));
      expect(named.filter((one) => !inTable.includes(one))).toEqual([]);
    }
  });

  it('says of each behaviour whether it is the same, different, or not offered', () => {
    const words = /^(same|different: .+|not offered: .+)/;
    expect(rows.filter(({ here }) => !words.test(here))).toEqual([]);
  });
});
