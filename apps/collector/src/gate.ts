import type { IncomingHttpHeaders } from 'node:http';
import type { CollectorError } from './collector-error.ts';
import type { Log } from './log.ts';

/** Of a request, what decides whether it may pass. */
export interface GateRequest {
  /** Path of the endpoint. */
  readonly endpoint: string;
  /** IP address that it comes from. */
  readonly address: string | undefined;
  readonly headers: Pick<IncomingHttpHeaders, 'host' | 'authorization'>;
}

/** Decides who may push metrics and see how the collector is. Refusals are logged and counted. */
export interface Gate {
  /** Lets pass who may push. @throws CollectorError with why not; never with a token */
  admit(request: GateRequest): Promise<void>;
  /** Whether a request is trusted for where it comes from, without a token. */
  readonly isLocal: boolean;
  /** Requests that were refused. */
  readonly refused: number;
}

/** Why somebody was refused, and who, as far as that is certain. */
export interface Refusal {
  readonly error: CollectorError;
  /** Stable code for the log, where it says more than the error's own. */
  readonly code?: string;
  /** User id, or the id of a program's identity. */
  readonly who?: string;
}

export interface GateOptions {
  readonly isLocal: boolean;
  /** Resolves with nothing for whoever may pass. */
  readonly judge: (request: GateRequest) => Promise<Refusal | undefined>;
  readonly log: Pick<Log, 'warn'>;
}

export function createGate({ isLocal, judge, log }: GateOptions): Gate {
  let refused = 0;

  return {
    isLocal,
    async admit(request) {
      const refusal = await judge(request);
      if (!refusal) return;
      refused += 1;
      const { endpoint, address } = request;
      const { error, code = error.code, who } = refusal;
      log.warn({ endpoint, code, who, address, refused }, 'refused');
      throw error;
    },
    get refused() {
      return refused;
    },
  };
}
