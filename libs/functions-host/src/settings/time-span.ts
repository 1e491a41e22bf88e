/**
 * Reads a .NET time span as host.json writes it: `[d.]hh:mm:ss[.fff]`, or `-1` for no limit.
 * Returns milliseconds, `Infinity` for no limit, `undefined` for anything else.
 */
export function parseTimeSpan(text: string): number | undefined {
  if (text === '-1' || text === '-00:00:00.0010000') return Infinity;
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d{1,7})?)$/.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds >= 60) return undefined;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
