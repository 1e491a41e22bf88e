import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isLoopbackHost, isLoopbackListener } from './local-caller.ts';

describe(isLoopbackAddress, () => {
  it.for(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('knows %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.for([
    '128.0.0.1',
    '10.0.0.1',
    '::',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    'localhost',
    '',
    undefined,
  ])('does not take %s for it', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
});

describe(isLoopbackListener, () => {
  it.for([
    ['127.0.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['collector.internal', false],
  ] as const)('%s: %s', ([host, expected]) => {
    expect(isLoopbackListener(host)).toBe(expected);
  });
});

describe(isLoopbackHost, () => {
  it.for(['localhost', 'LOCALHOST:4318', '127.0.0.1', '127.0.0.1:4318', '[::1]', '[::1]:4318'])(
    'knows %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.for([
    'evil.example',
    'localhost.evil.example:4318',
    '127.0.0.1.evil.example',
    '10.0.0.1:4318',
    '',
    undefined,
  ])('does not take %s for it', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
