import type { Columns, SeriesWindow } from '@heliograph/metrics-core';
import { toCharts, type Chart } from '../charts/chart-list.ts';
import type { Gap } from '../charts/gap-bands.ts';
import type { Clock } from './clock.ts';
import type { ClockDifference } from './clock-difference.ts';
import { gapSentence } from './gap-sentence.ts';

/** Stretches of time that a person can choose, in milliseconds. */
export const spans = [60_000, 300_000, 900_000, 3_600_000] as const;
export type Span = (typeof spans)[number];
export const longestSpan: Span = 3_600_000;

/** The part of a window that is shown now. Times in Unix milliseconds of the collector's clock. */
export interface WindowView {
  span(): Span;
  setSpan(span: Span): void;
  /** Milliseconds from tick to tick. */
  interval(): number;
  /** Age of the newest tick in milliseconds. */
  age(): number | undefined;
  /** The picture's right end: the newest tick, and time going on without it. */
  edge(): number;
  columns(names: readonly string[], length: number): Columns;
  /** Values of the ticks from a time on, that one included. */
  columnsFrom(names: readonly string[], from: number): Columns;
  /** Value at the newest tick. */
  latest(name: string): number | undefined;
  /** Gaps of the past, and with `silence` also the one that goes on. */
  gaps(silence: string | undefined): readonly Gap[];
  /** Charts of the series that have a value in what is shown; the same array until that changes. */
  charts(): readonly Chart[];
}

const defaultInterval = 1_000;

export function createWindowView(
  window: SeriesWindow,
  clock: Clock,
  clocks: Pick<ClockDifference, 'value'>,
): WindowView {
  let span: Span = 300_000;
  let charts: readonly Chart[] = [];
  let chartsKey = '';
  let pastGaps: readonly Gap[] = [];
  let pastGapsKey = '';

  const now = (): number => clock.now() - clocks.value();
  const interval = (): number => window.position()?.interval ?? defaultInterval;
  const age = (): number | undefined => {
    const position = window.position();
    return position && Math.max(0, now() - position.at);
  };
  const edge = (): number => {
    const at = window.position()?.at;
    return at === undefined ? now() : at + Math.max(0, (age() ?? 0) - 1.5 * interval());
  };

  /** Every chart asks for them with every paint, so they are looked for once per change. */
  function gapsOfThePast(): readonly Gap[] {
    const to = window.position()?.at ?? 0;
    const from = edge() - span;
    const key = `${window.version()} ${from}`;
    if (key !== pastGapsKey) {
      pastGapsKey = key;
      pastGaps = window
        .gaps({ from, to })
        .map((gap) => ({ ...gap, reason: gapSentence(gap.reason) }));
    }
    return pastGaps;
  }

  return {
    span: () => span,
    setSpan: (next) => {
      span = next;
    },
    interval,
    age,
    edge,
    columns: (names, length) =>
      window.columns(names, { from: edge() - length - interval(), to: edge() }),
    columnsFrom: (names, from) => window.columns(names, { from, to: Infinity }),
    latest(name) {
      const found = window.latest(name);
      return found && found.at === window.position()?.at ? found.value : undefined;
    },
    gaps(silence) {
      const past = gapsOfThePast();
      const newest = window.position()?.at;
      if (silence === undefined || newest === undefined || edge() <= newest) return past;
      return [...past, { from: newest, to: edge(), reason: silence }];
    },
    charts() {
      const from = edge() - span;
      const shown = window.series().filter(({ name }) => (window.latest(name)?.at ?? -1) >= from);
      // Compared by content, because a chart that stays the same must not be built anew.
      const key = shown
        .map(({ name, chart, label, unit, decimals }) =>
          [name, chart, label, unit, decimals].join(),
        )
        .join('\n');
      if (key !== chartsKey) {
        chartsKey = key;
        charts = toCharts(shown);
      }
      return charts;
    },
  };
}
