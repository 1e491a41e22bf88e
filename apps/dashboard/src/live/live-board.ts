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
import type { Gap } from '../charts/gap-bands.ts';
import type { DashboardError } from '../dashboard-error.ts';
import type { BoardConnection } from './board-connection.ts';
import { staleAfter, toPicture } from './board-picture.ts';
import { isSameSnapshot, type BoardSnapshot } from './board-snapshot.ts';
import type { Clock } from './clock.ts';
import { createClockDifference } from './clock-difference.ts';
import { createDiagnostics, type Diagnostics } from './diagnostics.ts';
import type { HistorySource } from './history-source.ts';
import { createHoleFiller } from './hole-filler.ts';
import { createRecovery } from './recovery.ts';
import { createSignal } from './signal.ts';
import { watchAttention, type Visibility } from './attention.ts';
import { createWindowView, longestSpan, type Span } from './window-view.ts';

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
  /** Values of the ticks from a time on (Unix milliseconds), that one included. */
  columnsFrom(names: readonly string[], from: number): Columns;
  /** Grows whenever ticks changed or came in other than after the newest one. */
  revision(): number;
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
  /** The backend let nobody in with this sign-in; resolves with whether there is a better one now. */
  readonly signInRefused: (error: DashboardError) => Promise<boolean>;
}

const pulseMs = 500;
const valuesEveryMs = 250;
/** How often the history is asked for what the live connection ought to bring. */
const pollMs = 1_500;

export function createLiveBoard(parts: LiveBoardParts): LiveBoard {
  const { board, connection, history, clock, requestPaint } = parts;
  const window = createSeriesWindow({ length: longestSpan + 60_000 });
  const clocks = createClockDifference();
  const view = createWindowView(window, clock, clocks);
  const diagnostics = createDiagnostics(window, connection, clocks);
  const changed = createSignal();
  const values = createSignal();
  let watchers: readonly Watcher[] = [];
  let paused = false;
  let historyRead = false;
  let joinedAt: number | undefined;
  let lastLiveAt: number | undefined;
  let lastPollAt = 0;
  let loadedFrom = Infinity;
  let snapshot: BoardSnapshot | undefined;
  let cancelPulse: (() => void) | undefined;
  let cancelValues: (() => void) | undefined;
  let releaseBoard: (() => void) | undefined;
  let undo: (() => void)[] = [];

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
  const holes = createHoleFiller({
    window,
    clock,
    request: recovery.request,
    isReading: () => !historyRead || recovery.state().kind !== 'idle',
    wantedFrom: () => loadedFrom,
  });

  async function askForToken(error: DashboardError): Promise<void> {
    const isRefusal = error.code === 'token-refused' || error.code === 'session-ended';
    if (isRefusal && (await parts.signInRefused(error))) recovery.retryNow();
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
    const from = view.edge() - view.span();
    if (from >= loadedFrom - view.interval()) return;
    const to = Number.isFinite(loadedFrom) ? loadedFrom : undefined;
    loadedFrom = from;
    recovery.request({ from, to });
  }

  /** Asks for everything after the newest tick. */
  function catchUp(): void {
    lastPollAt = clock.now();
    const newest = window.position()?.at;
    if (newest !== undefined) {
      recovery.request({ from: Math.max(newest, view.edge() - longestSpan) });
    } else if (recovery.state().kind === 'idle') {
      // Nothing was found before; whatever is there now is new.
      loadedFrom = Infinity;
    }
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
    const isLate = (view.age() ?? Infinity) > staleAfter(view.interval()) / 2;
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
    if (snapshot && isSameSnapshot(snapshot, next)) return;
    snapshot = next;
    changed.tell();
  }

  function look(): BoardSnapshot {
    const position = window.position();
    const picture = toPicture({
      now: clock.now(),
      paused,
      connection: connection.state(),
      joinedAt,
      recovery: recovery.state(),
      age: view.age(),
      interval: view.interval(),
      lastLiveAt,
    });
    return {
      phase: position ? 'showing' : historyRead ? 'empty' : 'loading',
      source: position?.source,
      charts: view.charts(),
      picture,
      watchers,
      span: view.span(),
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
      // The last minutes are worth showing while the connection is still on its way.
      loadSpan();
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
    range: () => [view.edge() - view.span(), view.edge()],
    columns: (names, length = view.span()) => view.columns(names, length),
    columnsFrom: view.columnsFrom,
    revision: window.revision,
    latest: view.latest,
    gaps() {
      const { tone, title } = (snapshot ??= look()).picture;
      return view.gaps(tone === 'live' ? undefined : title);
    },
    age: view.age,
    diagnostics: diagnostics.read,
    setSpan(next) {
      view.setSpan(next);
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
