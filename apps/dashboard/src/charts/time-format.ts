const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const clockFormat = localFormat({ ...time, second: '2-digit' });
const minuteFormat = localFormat(time);

/** Some systems name a locale that no browser can use; a time of day is worth showing there too. */
function localFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(undefined, options);
  } catch {
    return new Intl.DateTimeFormat('en-GB', options);
  }
}

/** Local time of day to the second; `at` in Unix milliseconds. */
export const formatClock = (at: number): string => clockFormat.format(at);

const dayFormat = localFormat({ ...time, month: 'short', day: 'numeric' });

/** When something was said: the time of day, with its date where that is not today's. */
export function formatMoment(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (isToday ? minuteFormat : dayFormat).format(at);
}

/** Labels of a time axis: seconds only where the ticks are closer than a minute. */
export function formatTimeTicks(ticks: readonly number[]): string[] {
  const [first = 0, second = first + 60_000] = ticks;
  const format = second - first < 60_000 ? clockFormat : minuteFormat;
  return ticks.map((tick) => format.format(tick));
}

/** A duration in words as short as they stay exact enough: `0.3 s`, `7 s`, `2 min`, `3 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.floor(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.floor(ms / 60_000)} min`;
  return `${Math.floor(ms / 3_600_000)} h`;
}
