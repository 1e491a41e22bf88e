export const logLevels = ['trace', 'debug', 'information', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of the host's log. Never holds tokens, keys or bodies of requests. */
export interface LogEntry {
  readonly level: LogLevel;
  /** `host`: the host itself. `function`: outcome of an invocation. `app`: what the app wrote. */
  readonly source: 'host' | 'function' | 'app';
  readonly message: string;
  readonly functionName?: string | undefined;
  readonly invocationId?: string | undefined;
  /** Of a finished invocation, in milliseconds. */
  readonly durationMs?: number;
  readonly outcome?: 'succeeded' | 'failed' | 'timed-out' | 'aborted';
}

export type Log = (entry: LogEntry) => void;
