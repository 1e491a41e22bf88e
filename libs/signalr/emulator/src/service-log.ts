/** Something an operator may want to know. Never holds tokens, keys or connection tokens. */
export interface ServiceLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly event:
    | 'client-connected'
    | 'client-detached'
    | 'client-resumed'
    | 'client-disconnected'
    | 'client-refused'
    | 'request-refused'
    | 'upstream-failed'
    | 'upstream-unmatched'
    | 'unexpected';
  readonly message: string;
  readonly hub?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly userId?: string | undefined;
}

export type ServiceLog = (entry: ServiceLogEntry) => void;

/** Of a message; targets and paths in it are as long as their sender likes. */
const maxMessageLength = 512;

/** The same log, with messages that nobody can make longer than fits on a screen. */
export function boundedLog(log: ServiceLog): ServiceLog {
  return (entry) => {
    const { message } = entry;
    const isShort = message.length <= maxMessageLength;
    log(isShort ? entry : { ...entry, message: `${message.slice(0, maxMessageLength)}…` });
  };
}
