import type { ServiceLogEntry } from '@heliograph/signalr-emulator';

/** One line of text for a log entry; control characters cannot start another line. */
export function logLine(entry: ServiceLogEntry, at: Date): string {
  const about = Object.entries({
    hub: entry.hub,
    connection: entry.connectionId,
    user: entry.userId,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const text = [at.toISOString(), entry.level, entry.event, entry.message, ...about].join(' ');
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]/g, '\ufffd');
}
