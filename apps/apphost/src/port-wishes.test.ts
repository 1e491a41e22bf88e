import { describePlatform, portOrder } from '@heliograph/platform';
import { describe, expect, it } from 'vitest';
import { portWishes } from './port-wishes.ts';

const chosen = (base: number | undefined) =>
  Object.fromEntries(
    portWishes(describePlatform(), base, portOrder).map(({ resource, port }) => [resource, port]),
  );

describe(portWishes, () => {
  it('gives each part its usual port', () => {
    expect(chosen(undefined)).toEqual({
      dashboard: 4200,
      backend: 7071,
      signalr: 8888,
      collector: 4318,
      identity: 5556,
      console: 15888,
    });
  });

  it('counts from a base in the documented order', () => {
    expect(chosen(6000)).toEqual({
      dashboard: 6000,
      backend: 6001,
      signalr: 6002,
      collector: 6003,
      identity: 6004,
      console: 6005,
    });
  });

  it('leaves every port open with base 0', () => {
    expect(new Set(Object.values(chosen(0)))).toEqual(new Set([0]));
  });
});
