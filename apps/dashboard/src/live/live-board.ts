/**
 * One board, alive: joins its group, puts history and live frames together, says what the picture
 * is worth, and leaves while nobody looks. React only reads from it.
 *
 * Joining and coming back after a drop are the same path: from the moment that the group is joined,
 * live frames go to the window as they come (it keeps those that lack their predecessor), the
 * history is asked for what lies between, and what cannot be had stays a gap with its reason.
 */
import type { BoardId, Frame, Watcher } from '@heliograph/contracts';
import { createSeriesWindow, type Columns } from '@heliograph/metrics-core';
import { toCharts, type Chart } from '../charts/chart-list.ts';
import type { Gap } from '../charts/gap-bands.ts';
import type { DashboardError } from '../dashboard-error.ts';
import type { BoardConnection } from './board-connection.ts';
import { staleAfter, toPicture, type Picture } from './board-picture.ts';
import type { Clock } from './clock.ts';
import { createClockDifference } from './clock-difference.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import { gapSentence } from './gap-sentence.ts';
import type { HistorySource } from './history-source.ts';
import { createHoleFiller } from './hole-filler.ts';
import { createRecovery } from './recovery.ts';
import { createSignal } from './signal.ts';
import { watchAttention, type Visibility } from './attention.ts';

/** Stretches of time that a person can choose, in milliseconds. */
export const spans = [60_000, 300_000, 900_000, 3_600_000] as const;
export type Span = (typeof spans)[number];

/** What changes now and then, as one value that is replaced when it does. */
export interface BoardSnapshot {
  /** `empty`: the history was read and there is nothing in it. */
  readonly phase: 'loading' | 'empty' | 'showing';
  /** Name of the machine. */
  readonly source: string | undefined;
  readonly charts: readonly Chart[];
  readonly picture: Picture;
  readonly watchers: readonly Watcher[];
  readonly span: Span;
}

export interface LiveBoard {
  start(): void;
  stop(): Promise<void>;
  snapshot(): BoardSnapshot;
  subscribe(listener: () => void): () => void;
  /** Told when values changed, often enough for numbers that people read. */
  subscribeValues(listener: () => void): () => void;
  /** Grows with every change that `subscribeValues` tells of. */
  valuesVersion(): number;
  /** The stretch of time shown, Unix milliseconds. */
  range(): readonly [from: number, to: number];
  /** Values of the newest `length` milliseconds; of all that is shown without it. */
  columns(names: readonly string[], length?: number): Columns;
  latest(name: string): number | undefined;
  gaps(): readonly Gap[];
  /** Age of the newest tick in milliseconds. */
  age(): number | undefined;
  diagnostics(): Diagnostics;
  setSpan(span: Span): void;
  retryNow(): void;
}

export interface LiveBoardParts {
  readonly board: BoardId;
  readonly connection: BoardConnection;
  readonly history: HistorySource;
  readonly clock: Clock;
  readonly visibility: Visibility;
  /** Something is to be drawn. */
  readonly requestPaint: () => void;
  /** The backend refused the access token; resolves with whether there is a better one now. */
  readonly tokenRefused: (reason: string) => Promise<boolean>;
}

const longestSpan = 3_600_000;
const defaultInterval = 1_000;
const pulseMs = 500;
const valuesEveryMs = 250;
/** How often the history is asked for what the live connection ought to bring. */
const pollMs = 1_500;

export function createLiveBoard(parts: LiveBoardParts): LiveBoard {
  const { board, connection, history, clock, requestPaint } = parts;
  const window = createSeriesWindow({ length: longestSpan + 60_000 });
  const clocks = createClockDifference();
  const diagnostics = createDiagnostics(window, connection, clocks);
  const changed = createSignal();
  const values = createSignal();
  let span: Span = 300_000;
  let watchers: readonly Watcher[] = [];
  let paused = false;
  let historyRead = false;
  let joinedAt: number | undefined;
  let lastLiveAt: number | undefined;
  let lastPollAt = 0;
  let loadedFrom = Infinity;
  let charts: readonly Chart[] = [];
  let snapshot: BoardSnapshot | undefined;
  let cancelPulse: (() => void) | undefined;
  let cancelValues: (() => void) | undefined;
  let releaseBoard: (() => void) | undefined;
  let undo: (() => void)[] = [];

  const interval = (): number => window.position()?.interval ?? defaultInterval;
  const age = (): number | undefined => {
    const position = window.position();
    return position && Math.max(0, clock.now() - clocks.value() - position.at);
  };
  /** The picture's right end: the newest tick, and time going on without it. */
  const edge = (): number => {
    const at = window.position()?.at;
    if (at === undefined) return clock.now() - clocks.value();
    return at + Math.max(0, (age() ?? 0) - 1.5 * interval());
  };

  const recovery = createRecovery({
    clock,
    read: (range, onPage, signal) => history.read(board, range, onPage, signal),
    onPage: (frames) => apply(frames),
    onDone: (range) => {
      historyRead = true;
      holes.read(range);
      refresh();
    },
    onChange: () => {
      const state = recovery.state();
      if (state.kind === 'failing') void askForToken(state.error);
      refresh();
    },
  });
  const holes = createHoleFiller({ window, clock, request: recovery.request });

  async function askForToken({ code, message }: DashboardError): Promise<void> {
    if (code === 'token-refused' && (await parts.tokenRefused(message))) recovery.retryNow();
  }

  function apply(frames: readonly Frame[]): void {
    diagnostics.noteRefusals(window.apply(frames).refusals);
    holes.look();
    requestPaint();
    cancelValues ??= clock.after(valuesEveryMs, () => {
      cancelValues = undefined;
      values.tell();
    });
    refresh();
  }

  function onFrame(of: string, frame: Frame): void {
    if (of !== board) return;
    lastLiveAt = clock.now();
    clocks.observe(frame.at + (frame.ticks - 1) * frame.interval, lastLiveAt);
    diagnostics.noteFrame(frame);
    apply([frame]);
    loadSpan();
  }

  /** Asks for the part of the chosen stretch that was never asked for. */
  function loadSpan(): void {
    const from = edge() - span;
    if (from >= loadedFrom - interval()) return;
    const to = Number.isFinite(loadedFrom) ? loadedFrom : undefined;
    loadedFrom = from;
    recovery.request({ from, to });
  }

  /** Asks for everything after the newest tick. */
  function catchUp(): void {
    lastPollAt = clock.now();
    const newest = window.position()?.at;
    if (newest === undefined) loadedFrom = Infinity;
    else recovery.request({ from: Math.max(newest, edge() - longestSpan) });
    loadSpan();
  }

  function join(): void {
    releaseBoard ??= connection.watch(board, (present) => {
      joinedAt = clock.now();
      watchers = present;
      catchUp();
      refresh();
    });
  }

  function leave(): void {
    releaseBoard?.();
    releaseBoard = undefined;
    joinedAt = undefined;
    recovery.stop();
    holes.stop();
  }

  function pulse(): void {
    cancelPulse = clock.after(pulseMs, pulse);
    const isLate = (age() ?? Infinity) > staleAfter(interval()) / 2;
    const mayPoll = joinedAt !== undefined && recovery.state().kind === 'idle';
    if (isLate && mayPoll && clock.now() - lastPollAt >= pollMs) catchUp();
    if (isLate) {
      requestPaint();
      values.tell();
    }
    refresh();
  }

  function refresh(): void {
    const next = look();
    if (snapshot && isSame(snapshot, next)) return;
    snapshot = next;
    changed.tell();
  }

  function look(): BoardSnapshot {
    const position = window.position();
    const from = edge() - span;
    const shown = window.series().filter(({ name }) => (window.latest(name)?.at ?? -1) >= from);
    const current = toCharts(shown);
    // The same charts stay the same object, so that nothing is built anew for them.
    if (JSON.stringify(current) !== JSON.stringify(charts)) charts = current;
    const picture = toPicture({
      now: clock.now(),
      paused,
      connection: connection.state(),
      joinedAt,
      recovery: recovery.state(),
      age: age(),
      interval: interval(),
      lastLiveAt,
    });
    return {
      phase: position ? 'showing' : historyRead ? 'empty' : 'loading',
      source: position?.source,
      charts,
      picture,
      watchers,
      span,
    };
  }

  return {
    start() {
      undo = [
        connection.onFrame(onFrame),
        connection.onPresence((of, present) => {
          if (of !== board) return;
          watchers = present;
          refresh();
        }),
        connection.subscribe(() => {
          if (connection.state().kind !== 'live') joinedAt = undefined;
          refresh();
        }),
        watchAttention(parts.visibility, clock, {
          away() {
            paused = true;
            leave();
            refresh();
          },
          back() {
            connection.retryNow();
            recovery.retryNow();
            if (!paused) return;
            paused = false;
            join();
            refresh();
          },
        }),
      ];
      join();
      connection.start();
      pulse();
    },
    async stop() {
      cancelPulse?.();
      cancelValues?.();
      undo.forEach((release) => release());
      undo = [];
      leave();
      await connection.stop();
    },
    snapshot: () => (snapshot ??= look()),
    subscribe: changed.subscribe,
    subscribeValues: values.subscribe,
    valuesVersion: values.version,
    range: () => [edge() - span, edge()],
    columns: (names, length = span) =>
      window.columns(names, { from: edge() - length - interval(), to: edge() }),
    latest(name) {
      const found = window.latest(name);
      const newest = window.position()?.at;
      return found && found.at === newest ? found.value : undefined;
    },
    gaps() {
      const [from, to] = [edge() - span, edge()];
      const gaps: Gap[] = window
        .gaps({ from, to })
        .map((gap) => ({ ...gap, reason: gapSentence(gap.reason) }));
      const newest = window.position()?.at;
      const { picture } = snapshot ?? look();
      if (newest !== undefined && picture.tone !== 'live' && to > newest) {
        gaps.push({ from: newest, to, reason: picture.title });
      }
      return gaps;
    },
    age,
    diagnostics: diagnostics.read,
    setSpan(next) {
      span = next;
      loadSpan();
      requestPaint();
      values.tell();
      refresh();
    },
    retryNow() {
      connection.retryNow();
      recovery.retryNow();
    },
  };
}

function isSame(one: BoardSnapshot, other: BoardSnapshot): boolean {
  return (
    one.phase === other.phase &&
    one.source === other.source &&
    one.charts === other.charts &&
    one.watchers === other.watchers &&
    one.span === other.span &&
    one.picture.tone === other.picture.tone &&
    one.picture.title === other.picture.title &&
    one.picture.sentence === other.picture.sentence &&
    one.picture.nextAttemptAt === other.picture.nextAttemptAt
  );
}
