import { expect, it } from 'vitest';
import { checkNodeVersion, oldestNode } from './node-version.ts';

it.for([oldestNode, '22.20.1', '24.0.0'])('runs on Node %s', (version) => {
  expect(() => checkNodeVersion(version)).not.toThrow();
});

it.for(['20.19.0', '22.11.0'])('says what it needs instead of Node %s', (version) => {
  expect(() => checkNodeVersion(version)).toThrow(
    expect.objectContaining({
      code: 'node-too-old',
      message: `This is Node ${version}; ${oldestNode} or newer is needed`,
    }),
  );
});
