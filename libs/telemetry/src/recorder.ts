export type Attributes = Readonly<Record<string, string | number>>;

/** Something that begins and ends, and may call others on its way. */
export interface Call {
  /** Whether we answer, ask, or hand a message over that somebody else sends. */
  readonly kind: 'server' | 'client' | 'producer';
  readonly name: string;
  /** Names and numbers only; `safeName` makes one of what comes from outside. */
  readonly attributes: Attributes;
  /** W3C trace context of who called. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

export interface OngoingCall {
  /** Calls that begin in `work`, later parts of it included, belong to this one. */
  run<T>(work: () => T): T;
  /** W3C trace context for whom we ask. */
  readonly headers: Readonly<Record<string, string>>;
  /** `bytes`: size of what was carried. */
  end(outcome: {
    readonly isFailed: boolean;
    readonly attributes?: Attributes;
    readonly bytes?: number | undefined;
  }): void;
}

export interface Recorder {
  begin(call: Call): OngoingCall;
  /** A connection of a client was opened or closed. */
  countConnection(change: 'opened' | 'closed', attributes: Attributes): void;
  /** Sends what waits. */
  stop(): Promise<void>;
}
