import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { clientInvocation, defineHub, readClientArguments, readServerArguments } from './index.ts';
import type { ClientArguments, ServerResult } from './index.ts';

const hub = defineHub({
  name: 'live',
  client: { frame: { arguments: z.tuple([z.number(), z.string()]), maxBytes: 100 } },
  server: {
    join: {
      arguments: z.tuple([z.string()]),
      result: z.object({ joined: z.boolean() }),
      roles: ['viewer'],
      maxBytes: 20,
    },
  },
});

describe(defineHub, () => {
  it('derives the argument and result types of every target', () => {
    expectTypeOf<ClientArguments<typeof hub, 'frame'>>().toEqualTypeOf<[number, string]>();
    expectTypeOf<ServerResult<typeof hub, 'join'>>().toEqualTypeOf<{ joined: boolean }>();
    // @ts-expect-error a wrong argument does not compile
    clientInvocation(hub, 'frame', 'one', 'two');
  });

  it.for(['', '1live', 'my hub', 'x'.repeat(129)])('refuses the hub name %j', (name) => {
    expect(() => defineHub({ name, client: {}, server: {} })).toThrow(
      expect.objectContaining({ code: 'hub-invalid' }),
    );
  });

  it('refuses targets that differ only in case, because clients compare them ignoring case', () => {
    const target = { arguments: z.tuple([]), maxBytes: 1 };
    expect(() =>
      defineHub({ name: 'live', client: { frame: target, Frame: target }, server: {} }),
    ).toThrow(/'frame' and 'Frame'/);
  });

  it.for([0, 1.5, 2 ** 21])('refuses a size budget of %d bytes', (maxBytes) => {
    expect(() =>
      defineHub({ name: 'live', client: { a: { arguments: z.tuple([]), maxBytes } }, server: {} }),
    ).toThrow(expect.objectContaining({ code: 'hub-invalid' }));
  });
});

describe(readClientArguments, () => {
  it('says which argument does not match', () => {
    expect(() => readClientArguments(hub, 'frame', [1, 2])).toThrow(/'frame'.*1: /);
  });
});

describe(readServerArguments, () => {
  it('returns the arguments of a permitted caller', () => {
    expect(readServerArguments(hub, 'join', ['machine'], ['viewer'])).toEqual(['machine']);
  });

  it.for([
    [['machine'], [], 'permission-denied'],
    [['x'.repeat(20)], ['viewer'], 'payload-too-large'],
    [['é'.repeat(9)], ['viewer'], 'payload-too-large'],
    [[1], ['viewer'], 'arguments-invalid'],
    ['machine', ['viewer'], 'arguments-invalid'],
  ] as const)('refuses %j from a caller with the roles %j: %s', ([args, roles, code]) => {
    expect(() => readServerArguments(hub, 'join', args, roles)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('refuses a target that only a prototype has', () => {
    expect(() => readServerArguments(hub, 'toString' as 'join', [], ['viewer'])).toThrow(
      expect.objectContaining({ code: 'target-unknown' }),
    );
  });
});
