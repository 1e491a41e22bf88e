import type { ServiceLogEntry } from '@heliograph/signalr-emulator';

/** An entry of the service's log, or of the command's own. */
export type CommandLogEntry = Omit<ServiceLogEntry, 'event'> & {
  readonly event:
    ServiceLogEntry['event'] | 'exposed' | 'settings-loaded' | 'settings-kept' | 'stopping';
};

/** One line of text for a log entry; control characters cannot start another line. */
export function logLine(entry: CommandLogEntry, at: Date): string {
  const about = Object.entries({
    hub: entry.hub,
    connection: entry.connectionId,
    user: entry.userId,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const text = [at.toISOString(), entry.level, entry.event, entry.message, ...about].join(' ');
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]/g, '\ufffd');
}
