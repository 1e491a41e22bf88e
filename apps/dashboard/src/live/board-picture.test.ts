import { describe, expect, it } from 'vitest';
import { DashboardError } from '../dashboard-error.ts';
import { toPicture, type PictureFacts } from './board-picture.ts';

const now = 1_000_000;
const healthy: PictureFacts = {
  now,
  paused: false,
  connection: { kind: 'live', joinRefused: false },
  joinedAt: now - 60_000,
  recovery: { kind: 'idle' },
  age: 400,
  interval: 1_000,
  lastLiveAt: now - 400,
};
const failing = {
  kind: 'failing',
  error: new DashboardError('backend-unreachable', 'The backend at http://b does not answer'),
  nextAttemptAt: now + 4_000,
} as const;

const pictureOf = (facts: Partial<PictureFacts>) => toPicture({ ...healthy, ...facts });

describe(toPicture, () => {
  it('is live while ticks arrive', () => {
    expect(pictureOf({})).toMatchObject({ tone: 'live', title: 'Live' });
  });

  it('stays live through jitter of less than three intervals', () => {
    expect(pictureOf({ age: 2_900 }).tone).toBe('live');
  });

  it('blames the collector when everything else works', () => {
    expect(pictureOf({ age: 7_400, lastLiveAt: now - 7_400 })).toEqual({
      tone: 'stale',
      title: 'No data for 7 s',
      sentence: 'The connection is fine: the collector is silent.',
    });
  });

  it('does not blame a collector whose frames arrive but cannot be read yet', () => {
    expect(pictureOf({ age: 7_400, lastLiveAt: now - 300 }).sentence).toContain('was lost');
  });

  it('counts slow grids in their own intervals', () => {
    expect(pictureOf({ age: 20_000, interval: 10_000, lastLiveAt: now }).tone).toBe('live');
  });

  it('blames the backend when the history cannot be asked for what is missing', () => {
    expect(pictureOf({ age: 7_400, recovery: failing })).toEqual({
      tone: 'lost',
      title: 'The backend does not answer',
      sentence: 'The backend at http://b does not answer.',
      nextAttemptAt: now + 4_000,
    });
  });

  it('stays live without the history, and says what is missing', () => {
    const picture = pictureOf({ recovery: failing });

    expect(picture.tone).toBe('live');
    expect(picture.sentence).toContain('older values cannot be fetched');
  });

  it('blames the live connection when the history goes on and live frames do not', () => {
    expect(pictureOf({ lastLiveAt: now - 20_000 })).toMatchObject({
      tone: 'stale',
      title: 'Delayed',
    });
  });

  it('gives live frames time to begin after joining', () => {
    expect(pictureOf({ joinedAt: now - 2_000, lastLiveAt: undefined }).tone).toBe('live');
  });

  it('says that the connection is lost, why, and when it is tried again', () => {
    const reason = { code: 'connection-lost', sentence: 'The connection was lost.' };

    expect(
      pictureOf({ connection: { kind: 'reconnecting', reason, nextAttemptAt: now + 3_000 } }),
    ).toEqual({
      tone: 'lost',
      title: 'Connection lost',
      sentence: 'The connection was lost.',
      nextAttemptAt: now + 3_000,
    });
  });

  it('names the backend when it is what keeps the connection from coming back', () => {
    const reason = { code: 'backend-unreachable', sentence: 'The backend cannot be reached.' };

    expect(pictureOf({ connection: { kind: 'reconnecting', reason } }).title).toBe(
      'The backend does not answer',
    );
  });

  it('is patient with a first attempt that has not failed', () => {
    expect(pictureOf({ connection: { kind: 'connecting' } })).toMatchObject({
      tone: 'waiting',
      title: 'Connecting',
    });
  });

  it('waits for the group, and says so when the backend refuses it', () => {
    expect(pictureOf({ joinedAt: undefined }).title).toBe('Joining');
    expect(
      pictureOf({ joinedAt: undefined, connection: { kind: 'live', joinRefused: true } }),
    ).toMatchObject({ tone: 'lost', title: 'Not joined' });
  });

  it('tells an empty board from a silent one', () => {
    expect(pictureOf({ age: undefined })).toMatchObject({ tone: 'stale', title: 'No data yet' });
  });

  it('is paused before anything else', () => {
    expect(pictureOf({ paused: true, connection: { kind: 'reconnecting' } }).tone).toBe('paused');
  });
});
