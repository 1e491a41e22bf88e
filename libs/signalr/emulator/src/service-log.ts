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
