import { describe, expect, it } from 'vitest';
import { readUpstreamRequest } from './upstream-request.ts';

/** Reads an event of a client with these headers. */
function read(more: Record<string, string>) {
  const reading = readUpstreamRequest({
    headers: {
      'content-type': 'application/json',
      'x-asrs-hub': 'live',
      'x-asrs-category': 'messages',
      'x-asrs-event': 'say',
      'x-asrs-connection-id': 'c1',
      ...more,
    },
  });
  if ('refused' in reading) throw new Error(reading.why);
  return reading.request;
}

describe(readUpstreamRequest, () => {
  it.for([
    ['una', 'una'],
    ['50%off', '50%off'],
    ['Zo%C3%AB', 'Zoë'],
    ['a%25C3%25BC', 'a%C3%BC'],
    ['%2541', '%41'],
    ['%FF', '%FF'],
  ])('reads the user id %s as %s', ([header = '', userId]) => {
    expect(read({ 'x-asrs-user-id': header }).userId).toBe(userId);
  });

  it('decodes each claim once, after the claims are told apart', () => {
    const { claims } = read({
      'x-asrs-user-claims': 'name: 100%25 %C3%9Cn%C3%A4, coded: %25C3%259C, rate: 5%25',
    });
    expect(claims).toEqual({ name: '100% Ünä', coded: '%C3%9C', rate: '5%' });
  });

  it('reads the query as a query, whose escapes are its own', () => {
    expect(read({ 'x-asrs-client-query': '?hub=live&x=a%2526b' }).query).toEqual({
      hub: 'live',
      x: 'a%26b',
    });
  });
});
