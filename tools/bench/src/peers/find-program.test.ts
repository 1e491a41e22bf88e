import { delimiter, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from './find-program.ts';

const node = process.execPath;
const nodeName = node.slice(dirname(node).length + 1);

describe(findProgram, () => {
  it('takes the first of its name on the PATH', () => {
    const path = ['/nowhere', '', dirname(node)].join(delimiter);
    expect(findProgram(nodeName, 'BENCH_X', { PATH: path })).toBe(node);
  });

  it('takes the one that the variable names instead', () => {
    expect(findProgram('something', 'BENCH_X', { PATH: '', BENCH_X: node })).toBe(node);
  });

  it('takes none when the variable names nothing that runs, though the PATH has one', () => {
    const environment = { PATH: dirname(node), BENCH_X: '/nowhere/node' };
    expect(findProgram(nodeName, 'BENCH_X', environment)).toBeUndefined();
  });

  it('finds nothing without a PATH', () => {
    expect(findProgram(nodeName, 'BENCH_X', {})).toBeUndefined();
  });
});
