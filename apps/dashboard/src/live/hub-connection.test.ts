import { describe, expect, it } from 'vitest';
import { toConnectionState } from './hub-connection.ts';

const reason = (code: string) => ({ code, sentence: 'Because.' }) as never;

describe(toConnectionState, () => {
  it('gives no reason for what is not a fault', () => {
    const state = {
      status: 'connecting',
      since: 0,
      attempt: 1,
      reason: reason('starting'),
    } as const;

    expect(toConnectionState(state)).toEqual({ kind: 'connecting' });
  });

  it('says why the connection is lost and when the next attempt is', () => {
    expect(
      toConnectionState({
        status: 'reconnecting',
        since: 0,
        attempt: 2,
        nextAttemptAt: 5_000,
        reason: reason('connection-lost'),
      }),
    ).toEqual({
      kind: 'reconnecting',
      reason: { code: 'connection-lost', sentence: 'Because.' },
      nextAttemptAt: 5_000,
    });
  });

  it("prefers the backend's own words to what its status means", () => {
    const refusal = { code: 'role-missing', message: 'You have no role here' };
    const state = {
      status: 'signed-out',
      since: 0,
      reason: { code: 'forbidden', sentence: 'This account may not connect.', refusal },
    } as const;

    expect(toConnectionState(state)).toEqual({
      kind: 'signed-out',
      reason: { code: 'forbidden', sentence: 'You have no role here', refusal: 'role-missing' },
    });
  });

  it('tells a join that the backend did not acknowledge', () => {
    const joins = [{ target: 'joinBoard', arguments: ['machine'], status: 'retrying' }] as const;

    expect(
      toConnectionState({
        status: 'live',
        since: 0,
        reason: reason('connected'),
        connectionId: 'c',
        joins,
      }),
    ).toEqual({ kind: 'live', joinRefused: true });
  });
});
