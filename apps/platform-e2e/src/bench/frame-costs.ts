/** An event of a Chromium trace, as far as it is read here. Times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly cat: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of the thread: what others on the machine do does not enter it. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** What is recorded so that `frameCosts` can read it. */
export const traceCategories = [
  'toplevel',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
];

/**
 * Milliseconds that the page's main thread worked for each of its frames: from a frame's begin to
 * the next one's, scripts, styles, layout, painting and handing over to the compositor together.
 */
export function frameCosts(events: readonly TraceEvent[]): number[] {
  const pages = events.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const costs = pages.map(({ pid, tid }) =>
    costsOfThread(events.filter((event) => event.pid === pid && event.tid === tid)),
  );
  return costs.reduce((most, one) => (one.length > most.length ? one : most), []);
}

function costsOfThread(events: readonly TraceEvent[]): number[] {
  const begins = events
    .filter(({ name }) => name === 'BeginMainThreadFrame')
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const costs = begins.map(() => 0);
  let frame = -1;
  for (const { ts, dur = 0, tdur = dur } of outermostTasks(events)) {
    while ((begins[frame + 1] ?? Infinity) < ts + dur) frame += 1;
    if (frame >= 0) costs[frame] = (costs[frame] ?? 0) + tdur / 1000;
  }
  // The last one may have been cut.
  return costs.slice(0, -1);
}

/** Tasks within tasks are part of them. */
function outermostTasks(events: readonly TraceEvent[]): TraceEvent[] {
  const tasks = events
    .filter(({ ph, name }) => ph === 'X' && /(^|:)RunTask$/.test(name))
    .sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  let end = -Infinity;
  return tasks.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}
