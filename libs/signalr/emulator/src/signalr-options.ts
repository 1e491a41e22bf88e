import { defaultLimits, type ConnectionLimits } from '@heliograph/signalr-connections';
import type { AllowedOrigins } from './http/cors.ts';
import { serviceTier, type TierName } from './quota/service-tier.ts';
import { ServiceError } from './service-error.ts';
import type { ServiceLog } from './service-log.ts';
import { checkUpstreamTemplate, type UpstreamTemplate } from './upstream/upstream-template.ts';

export interface SignalROptions {
  /** Address to listen on, 127.0.0.1 by default: reachable from this machine alone. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /**
   * One key or two. The first one signs; tokens signed with either are accepted. By default the
   * published key of Microsoft's emulator.
   */
  readonly accessKeys?: readonly string[];
  /** In the order in which they are tried. */
  readonly upstream?: readonly UpstreamTemplate[];
  /** How long the upstream may take to answer, in milliseconds. 100 000 by default. */
  readonly upstreamTimeoutMs?: number;
  /** How long a client may take to answer an invocation of the data plane. 30 000 by default. */
  readonly invocationTimeoutMs?: number;
  /** Origins that browsers may call from, as `http://127.0.0.1:4200`; any by default. */
  readonly allowedOrigins?: AllowedOrigins;
  /**
   * Accepts expired tokens, foreign audiences and tokens of more than 4096 characters, as Microsoft's
   * emulator does. A signature is needed all the same.
   */
  readonly relaxed?: boolean;
  /** Time-outs and sizes that differ from the service's. */
  readonly limits?: Partial<ConnectionLimits>;
  /** Refuses and counts as this tier of the service does; absent, there are no quotas. */
  readonly tier?: TierName;
  /** Of the tier; 1 by default. */
  readonly units?: number;
  /** Milliseconds since 1970: decides which UTC day messages are counted for, and whose sign-in ends. */
  readonly clock?: () => number;
  readonly log?: ServiceLog;
}

/** The key of Microsoft's emulator. It is no secret: it only opens what listens on this machine. */
export const emulatorKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
/** What timers can count; a time beyond it would run out at once. */
const longestMs = 2 ** 31 - 1;

/**
 * Refuses what could not be meant, before anything has been started: a time that is no number would
 * otherwise run out at once, and a key with a semicolon would end the connection string early.
 *
 * @throws ServiceError `option-invalid`
 */
export function checkOptions(options: SignalROptions): void {
  const { host, port = 0, accessKeys, upstream = [], allowedOrigins = 'any' } = options;
  if (host !== undefined && (host === '' || !URL.canParse(`http://${endpointName(host)}`))) {
    throw invalid(`'${host}' is no address to listen on`);
  }
  if (!isWhole(port, 0, 65_535)) throw invalid(`A port is from 0 to 65535, not ${port}`);
  if (accessKeys !== undefined) checkAccessKeys(accessKeys);
  upstream.forEach(checkUpstreamTemplate);
  if (allowedOrigins !== 'any') allowedOrigins.forEach(checkOrigin);
  if (options.tier !== undefined) serviceTier(options.tier, options.units);
  else if (options.units !== undefined) throw invalid('Units need a tier');
  const { upstreamTimeoutMs = 1, invocationTimeoutMs = 1, limits = {} } = options;
  checkNumber('upstreamTimeoutMs', upstreamTimeoutMs, 1);
  checkNumber('invocationTimeoutMs', invocationTimeoutMs, 1);
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaultLimits, name)) throw invalid(`There is no limit '${name}'`);
    checkNumber(`limits.${name}`, value, name === 'heartbeatMs' ? 1 : 0);
  }
}

/** The name under which callers on this machine reach what listens on `host`. */
export function endpointName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function checkAccessKeys(keys: readonly string[]): void {
  if (keys.length < 1 || keys.length > 2) throw invalid('There are one or two access keys');
  // Not repeated: it may be a key with only one character too many.
  if (!keys.every((key) => /^[^;\s]+$/.test(key))) {
    throw invalid('An access key is not empty and has neither spaces nor semicolons');
  }
}

/** A browser sends scheme, host and port only, so anything longer would never match. */
function checkOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return;
  throw invalid(`'${origin}' is no origin such as http://127.0.0.1:4200`);
}

function checkNumber(name: string, value: number, least: number): void {
  if (isWhole(value, least, longestMs)) return;
  throw invalid(`'${name}' is a whole number from ${least} to ${longestMs}, not ${value}`);
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function invalid(message: string): ServiceError {
  return new ServiceError('option-invalid', message);
}
