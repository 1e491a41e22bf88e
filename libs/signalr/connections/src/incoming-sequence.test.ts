import type { HubMessage } from '@heliograph/signalr-protocol';
import { describe, expect, it } from 'vitest';
import { IncomingSequence } from './incoming-sequence.ts';

const counted: HubMessage = { type: 1, target: 't', arguments: [] };
const ping: HubMessage = { type: 6 };
const sequence: HubMessage = { type: 9, sequenceId: 1 };

/** How many of `count` messages are taken. */
const taken = (incoming: IncomingSequence, count: number): number =>
  Array.from({ length: count }, () => incoming.takes(counted)).filter(Boolean).length;

describe(IncomingSequence, () => {
  it('acknowledges each highest number once, and never counts pings', () => {
    const incoming = new IncomingSequence();
    expect(incoming.takeDueAck()).toBeUndefined();
    expect(incoming.takes(ping)).toBe(true);
    expect(taken(incoming, 3)).toBe(3);
    expect(incoming.takeDueAck()).toBe(3);
    expect(incoming.takeDueAck()).toBeUndefined();
  });

  it('passes over everything until the client has said where it goes on', () => {
    const incoming = new IncomingSequence();
    incoming.restart();
    expect([incoming.takes(ping), incoming.takes(counted)]).toEqual([false, false]);
    expect(incoming.takes(sequence)).toBe(true);
    expect(incoming.resumeAt(1)).toBe(true);
    expect(taken(incoming, 1)).toBe(1);
  });

  it.for([1, 2, 3, 4])('after three messages, takes only what is new from number %i on', (from) => {
    const incoming = new IncomingSequence();
    taken(incoming, 3);
    incoming.restart();
    expect(incoming.resumeAt(from)).toBe(true);
    expect(taken(incoming, 5)).toBe(5 - (4 - from));
  });

  it('refuses to go on behind messages that never came', () => {
    const incoming = new IncomingSequence();
    taken(incoming, 3);
    expect(incoming.resumeAt(5)).toBe(false);
  });

  it('goes on after a second break in the middle of what was sent again', () => {
    const incoming = new IncomingSequence();
    taken(incoming, 5);
    incoming.resumeAt(2);
    taken(incoming, 1);
    expect(incoming.takeDueAck()).toBe(5);
    incoming.restart();
    expect(incoming.resumeAt(6)).toBe(true);
    expect(taken(incoming, 1)).toBe(1);
  });

  it('acknowledges again what the client sends again: the ack was lost', () => {
    const incoming = new IncomingSequence();
    taken(incoming, 3);
    incoming.takeDueAck();
    incoming.restart();
    incoming.resumeAt(2);
    expect(incoming.takeDueAck()).toBe(3);
  });
});
