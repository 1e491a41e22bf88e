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
