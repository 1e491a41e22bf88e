import { describe, expect, it } from 'vitest';
import type { ClientConnection } from './client-connection.ts';
import { HubGroups } from './hub-groups.ts';

// Groups never look into a connection; only its identity counts.
const connection = (id: string) => ({ id }) as ClientConnection;

function setUp() {
  const clock = { now: 0 };
  const people = new Map<string, Set<ClientConnection>>();
  const groups = new HubGroups<unknown>(
    () => clock.now,
    (userId) => people.get(userId) ?? new Set(),
  );
  return { clock, people, groups };
}

describe(HubGroups, () => {
  it('has a connection until it is removed or forgotten', () => {
    const { groups } = setUp();
    const [a, b] = [connection('a'), connection('b')];
    groups.addConnection('g', a);
    groups.addConnection('g', b);
    groups.addConnection('h', b);
    expect([...groups.members('g')]).toEqual([a, b]);
    expect(groups.removeConnection('g', a)).toBe(true);
    expect(groups.removeConnection('g', a)).toBe(false);
    groups.forget(b);
    expect(groups.hasMembers('g')).toBe(false);
    expect(groups.hasMembers('h')).toBe(false);
  });

  it('has a user with the connections of now and of later, each once', () => {
    const { groups, people } = setUp();
    const [now, later] = [connection('now'), connection('later')];
    people.set('una', new Set([now]));
    groups.addUser('g', 'una');
    groups.addConnection('g', now);
    people.set('una', new Set([now, later]));
    expect([...groups.members('g')]).toEqual([now, later]);
  });

  it('keeps a user without connections, whom messages do not reach yet', () => {
    const { groups } = setUp();
    groups.addUser('g', 'una');
    expect(groups.hasUser('g', 'una')).toBe(true);
    expect(groups.hasMembers('g')).toBe(false);
  });

  it('ends a membership with its ttl; connections of their own right stay', () => {
    const { groups, people, clock } = setUp();
    const [own, other] = [connection('own'), connection('other')];
    people.set('una', new Set([own, other]));
    groups.addConnection('g', own);
    groups.addUser('g', 'una', 10);
    clock.now = 9_999;
    expect([...groups.members('g')]).toEqual([own, other]);
    clock.now = 10_000;
    expect([...groups.members('g')]).toEqual([own]);
    groups.sweep();
    expect([...groups.members('g')]).toEqual([own]);
  });

  it('takes a ttl of 0 to mean the connections of now', () => {
    const { groups, people } = setUp();
    const [now, later] = [connection('now'), connection('later')];
    people.set('una', new Set([now]));
    groups.addUser('g', 'una', 0);
    people.set('una', new Set([now, later]));
    expect([...groups.members('g')]).toEqual([now]);
  });

  it('removes a user together with the connections that had been added themselves', () => {
    const { groups, people } = setUp();
    const own = connection('own');
    people.set('una', new Set([own]));
    groups.addConnection('g', own);
    groups.addUser('g', 'una');
    groups.removeUser('g', 'una');
    expect(groups.hasUser('g', 'una')).toBe(false);
    groups.addConnection('g', own);
    groups.addUser('h', 'una');
    groups.removeUserFromAll('una');
    expect(groups.hasMembers('g') || groups.hasUser('h', 'una')).toBe(false);
  });

  it('keeps the latest 100 endless memberships of a user', () => {
    const { groups } = setUp();
    groups.addUser('with an end', 'una', 1_000);
    for (let at = 0; at <= 100; at += 1) groups.addUser(`g${at}`, 'una');
    expect(groups.hasUser('g0', 'una')).toBe(false);
    expect(groups.hasUser('g1', 'una')).toBe(true);
    expect(groups.hasUser('g100', 'una')).toBe(true);
    expect(groups.hasUser('with an end', 'una')).toBe(true);
  });
});
