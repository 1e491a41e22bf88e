import { signAccessToken } from './access-token.ts';
import type { SignalRConnection } from './connection-string.ts';

export interface DataPlaneTokenOptions {
  readonly connection: SignalRConnection;
  /** The request's URL on `connection.endpoint`; see `dataPlaneAudience`. */
  readonly audience: string;
  /** Whole seconds, 3600 by default. */
  readonly lifetimeSeconds?: number | undefined;
  /** Unix time in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/**
 * Signs the bearer token of one kind of request to the data plane.
 *
 * @throws AccessError `access-key-missing`, `lifetime-invalid`, `token-too-long`
 */
export function createDataPlaneToken(options: DataPlaneTokenOptions): Promise<string> {
  return signAccessToken(options);
}
