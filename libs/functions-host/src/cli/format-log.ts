import type { LogEntry } from '../log-entry.ts';

const marks: Readonly<Record<LogEntry['level'], string>> = {
  trace: 'trace ',
  debug: 'debug ',
  information: '',
  warning: 'warning ',
  error: 'error ',
  critical: 'critical ',
};

/** `12:00:01.123 [functionName 1b2c3d4e] message (4.2 ms)` */
export function formatLog(entry: LogEntry, at: Date): string {
  const { level, functionName, invocationId, message, durationMs } = entry;
  const about = [functionName, invocationId?.slice(0, 8)].filter((part) => part !== undefined);
  const place = about.length > 0 ? `[${about.join(' ')}] ` : '';
  const duration = durationMs === undefined ? '' : ` (${durationMs} ms)`;
  return `${at.toISOString().slice(11, 23)} ${marks[level]}${place}${message}${duration}`;
}
