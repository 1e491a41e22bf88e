import type { Frame, Series } from '@heliograph/contracts';
import { createFrameEncoder, type FrameEncoder } from '@heliograph/metrics-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { DashboardError } from '../dashboard-error.ts';
import { leaveAfterMs } from './attention.ts';
import type { HistoryRange } from './history-source.ts';
import { createLiveBoard, type LiveBoard } from './live-board.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { ada, createTestConnection, type TestConnection } from './test-connection.ts';

const busy: Series = {
  name: 'cpu.busy',
  chart: 'CPU',
  label: 'busy',
  unit: 'percent',
  decimals: 1,
};
const coffee: Series = { ...busy, name: 'coffee.cups', chart: 'coffee.cups', unit: 'count' };

describe(createLiveBoard, () => {
  let clock: ManualClock;
  let hub: TestConnection;
  let encoder: FrameEncoder;
  let stored: Frame[];
  let reads: HistoryRange[];
  let failure: DashboardError | undefined;
  let refusals: string[];
  let paints: number;
  let hidden: boolean;
  let tellVisibility: () => void;
  let board: LiveBoard;

  /** The collector's next tick: stored, and delivered too unless the way is broken. */
  const tick = (
    value: number,
    how: { live?: boolean; stored?: boolean; series?: Series[] } = {},
  ) => {
    const { live = true, stored: isStored = true, series = [busy] } = how;
    const at = Math.floor(clock.now() / 1000) * 1000;
    const frame = encoder.encode(series, [{ at, values: series.map(() => value) }]);
    if (isStored) stored.push(frame);
    if (live) hub.deliver(frame);
  };
  const values = () => board.columns(['cpu.busy'])[1];

  beforeEach(() => {
    clock = createManualClock(1_000_000_000);
    hub = createTestConnection();
    encoder = createFrameEncoder({ source: 'host', epoch: 'epoch-0001', interval: 1000 });
    stored = [];
    reads = [];
    failure = undefined;
    refusals = [];
    paints = 0;
    hidden = false;
    tellVisibility = () => undefined;
    board = createLiveBoard({
      board: 'machine',
      connection: hub.connection,
      clock,
      visibility: {
        hidden: () => hidden,
        subscribe(listener) {
          tellVisibility = listener;
          return () => (tellVisibility = () => undefined);
        },
      },
      history: {
        async read(_board, range, onPage) {
          reads.push(range);
          if (failure) throw failure;
          const first = stored.findLastIndex(({ series, at }) => series && at <= range.from);
          onPage(stored.slice(Math.max(0, first)));
        },
      },
      requestPaint: () => (paints += 1),
      signInRefused: async ({ message }) => {
        refusals.push(message);
        return false;
      },
    });
  });

  it('draws the stored minutes first, then goes on live without a seam', async () => {
    for (const value of [1, 2, 3]) {
      tick(value, { live: false });
      await clock.advance(1000);
    }
    board.start();
    hub.connect();
    await clock.advance(0);
    expect(values()).toEqual([1, 2, 3]);

    tick(4);

    expect(values()).toEqual([1, 2, 3, 4]);
    expect(board.snapshot()).toMatchObject({
      phase: 'showing',
      source: 'host',
      watchers: [ada],
      picture: { tone: 'live' },
    });
    expect(paints).toBeGreaterThan(0);
  });

  it('draws the stored minutes while the connection is still on its way', async () => {
    tick(1, { live: false });
    board.start();
    await clock.advance(0);

    expect(values()).toEqual([1]);
    expect(board.snapshot().picture.tone).toBe('waiting');
  });

  it('asks for the chosen stretch of time, and for the rest of a longer one', async () => {
    board.start();
    expect(reads).toEqual([{ from: 1_000_000_000 - 300_000 }]);
    hub.connect();
    await clock.advance(0);
    tick(1);

    board.setSpan(900_000);
    await clock.advance(0);

    expect(reads.at(-1)).toEqual({ from: 1_000_000_000 - 900_000, to: 1_000_000_000 - 300_000 });
  });

  it('fetches what was published before it could follow', async () => {
    board.start();
    hub.connect();
    await clock.advance(0);
    tick(1, { live: false });
    await clock.advance(1000);

    tick(2);
    await clock.advance(0);

    expect(values()).toEqual([1, 2]);
  });

  it('does not ask for what lies before the chosen stretch of time', async () => {
    for (let value = 1; value <= 400; value += 1) {
      tick(value % 100, { live: false });
      await clock.advance(1000);
    }
    board.start();
    hub.connect();
    await clock.advance(0);
    tick(1);
    await clock.advance(1000);
    tick(2);
    await clock.advance(3000);

    expect(Math.min(...reads.map(({ from }) => from))).toBe(1_000_400_000 - 300_000);
    expect(board.diagnostics().frames.applied).toBeLessThan(320);
  });

  it('closes the hole of a drop from the history, without a gap', async () => {
    board.start();
    hub.connect();
    tick(1);
    await clock.advance(1000);
    hub.enter({ kind: 'reconnecting' });
    for (const value of [2, 3]) {
      tick(value, { live: false });
      await clock.advance(1000);
    }
    expect(board.snapshot().picture).toMatchObject({ tone: 'lost', title: 'Connection lost' });

    hub.connect();
    await clock.advance(0);
    tick(4);

    expect(values()).toEqual([1, 2, 3, 4]);
    expect(board.gaps()).toEqual([]);
    expect(board.snapshot().picture.tone).toBe('live');
  });

  it('shows a gap with its reason for what is in no history', async () => {
    board.start();
    hub.connect();
    tick(1);
    await clock.advance(1000);
    tick(2, { live: false, stored: false });
    // Everything builds on the frame before, up to the next that stands alone, the tenth.
    for (let value = 3; value <= 12; value += 1) {
      await clock.advance(1000);
      tick(value);
    }

    expect(board.gaps()).toEqual([
      {
        from: 1_000_000_000,
        to: 1_000_010_000,
        reason: 'Not received, and not in the history',
      },
    ]);
    expect(board.diagnostics().frames.waiting).toBe(0);
  });

  it('says that the collector is silent, on the charts too, and asks the history meanwhile', async () => {
    board.start();
    hub.connect();
    tick(1);
    await clock.advance(8_000);

    expect(board.snapshot().picture).toMatchObject({ tone: 'stale', title: 'No data for 8 s' });
    const [, until] = board.range();
    expect(board.gaps()).toEqual([{ from: 1_000_000_000, to: until, reason: 'No data for 8 s' }]);
    expect(until).toBeGreaterThan(1_000_000_000);
    expect(reads.length).toBeGreaterThan(2);
    expect(board.latest('cpu.busy')).toBe(1);
  });

  it('says that the backend does not answer when nothing else is known', async () => {
    failure = new DashboardError('backend-unreachable', 'The backend does not answer');
    board.start();
    hub.connect();
    await clock.advance(6_000);

    expect(board.snapshot()).toMatchObject({
      phase: 'loading',
      picture: { tone: 'lost', title: 'The backend does not answer' },
    });
  });

  it('goes on live while the backend is away, and fills in when it is back', async () => {
    tick(1, { live: false });
    await clock.advance(1000);
    failure = new DashboardError('backend-unreachable', 'The backend does not answer');
    encoder = createFrameEncoder({ source: 'host', epoch: 'epoch-0002', interval: 1000 });
    board.start();
    hub.connect();
    tick(2);
    await clock.advance(0);
    expect(values()).toEqual([2]);
    expect(board.snapshot().picture.tone).toBe('live');

    failure = undefined;
    await clock.advance(1_000);

    expect(values()).toEqual([1, 2]);
  });

  it('shows an empty board once the history was read and is empty', async () => {
    board.start();
    expect(board.snapshot().phase).toBe('loading');
    hub.connect();
    await clock.advance(0);

    expect(board.snapshot().phase).toBe('empty');
  });

  it('adds a chart with the first frame that names it', async () => {
    board.start();
    hub.connect();
    tick(1);
    const before = board.snapshot().charts;
    await clock.advance(1000);
    tick(2);
    expect(board.snapshot().charts).toBe(before);
    await clock.advance(1000);

    tick(3, { series: [busy, coffee] });

    expect(board.snapshot().charts.map(({ name }) => name)).toEqual(['CPU', 'coffee.cups']);
  });

  it('leaves while nobody looks, and fetches what it missed when somebody does', async () => {
    board.start();
    hub.connect();
    tick(1);
    hidden = true;
    tellVisibility();
    await clock.advance(leaveAfterMs);
    expect(hub.calls).toContain('leave machine');
    expect(board.snapshot().picture.tone).toBe('paused');
    tick(2, { live: false });
    const asked = reads.length;
    await clock.advance(60_000);
    expect(reads).toHaveLength(asked);

    hidden = false;
    tellVisibility();
    hub.confirmJoin();
    await clock.advance(0);

    expect(board.columns(['cpu.busy'])[1]).toEqual([1, null, 2]);
    expect(board.snapshot().picture.tone).not.toBe('paused');
  });

  it('counts malformed frames and draws on', async () => {
    board.start();
    hub.connect();
    tick(1);
    await clock.advance(1000);

    hub.deliver({ ...(stored[0] as Frame), sequence: 5, at: clock.now(), values: '////' });
    tick(2);

    expect(values()).toEqual([1, 2]);
    expect(board.diagnostics().refused).toEqual({ 'arguments-invalid': 2, 'values-malformed': 1 });
  });

  it('ignores frames of another board', async () => {
    board.start();
    hub.connect();
    tick(1, { live: false, stored: false });
    const other = createFrameEncoder({ source: 'b', epoch: 'epoch-000b', interval: 1000 });
    hub.deliver(other.encode([busy], [{ at: clock.now(), values: [9] }]), 'another');

    expect(board.diagnostics().position).toBeUndefined();
  });

  it('asks for another token when the backend refuses the one it got', async () => {
    failure = new DashboardError('token-refused', 'expired');
    board.start();
    hub.connect();
    await clock.advance(0);

    expect(refusals).toEqual(['expired']);
  });

  it('stops everything it started', async () => {
    board.start();
    hub.connect();
    tick(1);

    await board.stop();
    const asked = reads.length;
    await clock.advance(60_000);

    expect(hub.calls.slice(-2)).toEqual(['leave machine', 'stop']);
    expect(reads).toHaveLength(asked);
  });
});
