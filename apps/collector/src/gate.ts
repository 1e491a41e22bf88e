import type { IncomingHttpHeaders } from 'node:http';
import { liveHub, publishPermission } from '@heliograph/contracts';
import {
  IdentityError,
  readBearerToken,
  type AccessTokenVerifier,
} from '@heliograph/identity-verify';
import { CollectorError } from './collector-error.ts';
import { isLoopbackAddress, isLoopbackHost } from './local-caller.ts';
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
  /**
   * Lets pass who may push.
   *
   * @throws CollectorError `caller-refused`, `permission-denied`
   * @throws IdentityError with what is wrong with the token; never with the token
   */
  admit(request: GateRequest): Promise<void>;
  /** Whether a request without credentials is trusted for where it comes from alone. */
  readonly isLocal: boolean;
  /** Requests that were refused. */
  readonly refused: number;
}

export interface GateOptions {
  /**
   * Reads tokens of callers. Absent where the collector listens on loopback only: then programs on
   * this machine need none, and nobody else can be let in.
   */
  readonly verifier: AccessTokenVerifier | undefined;
  readonly log: Pick<Log, 'warn'>;
}

const permitted: readonly string[] = [publishPermission, ...liveHub.server.publishMetric.roles];

export function createGate({ verifier, log }: GateOptions): Gate {
  let refused = 0;

  return {
    async admit({ endpoint, address, headers }) {
      let who: string | undefined;
      try {
        if (!verifier) return checkIsLocal(address, headers.host);
        const caller = await verifier.verify(readBearerToken(headers.authorization));
        who = caller.userId;
        checkMayPublish(caller.roles);
      } catch (reason) {
        if (reason instanceof IdentityError || reason instanceof CollectorError) {
          refused += 1;
          log.warn({ endpoint, code: reason.code, who, address, refused }, 'refused');
        }
        throw reason;
      }
    },
    isLocal: verifier === undefined,
    get refused() {
      return refused;
    },
  };
}

function checkIsLocal(address: string | undefined, host: string | undefined): void {
  if (isLoopbackAddress(address) && isLoopbackHost(host)) return;
  throw new CollectorError(
    'caller-refused',
    'Metrics are taken from programs on this machine only, addressed as 127.0.0.1 or localhost',
  );
}

function checkMayPublish(roles: readonly string[]): void {
  if (permitted.some((role) => roles.includes(role))) return;
  throw new CollectorError(
    'permission-denied',
    `To push metrics, one of the roles ${permitted.join(', ')} is needed`,
  );
}
