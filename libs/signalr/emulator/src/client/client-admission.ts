import {
  AccessError,
  readClientClaims,
  readUserId,
  toHubName,
  type TokenVerifier,
} from '@heliograph/signalr-access';
import {
  parameterValues,
  type Admission,
  type ClientRequest,
  type Refusal,
} from '@heliograph/signalr-connections';
import type { ServiceLog } from '../service-log.ts';
import { authenticationEnd } from './authentication-end.ts';
import type { ClientDetails } from './client-details.ts';
import { withoutSecrets } from './client-query.ts';

export interface ClientAdmissionOptions {
  readonly verifier: TokenVerifier;
  /** Longest access token, in characters. */
  readonly maxTokenLength: number;
  readonly log: ServiceLog;
}

/** Decides whether a client may negotiate or connect: one hub, and a token that opens it. */
export function createClientAdmission(
  options: ClientAdmissionOptions,
): (request: ClientRequest) => Admission<ClientDetails> | Refusal {
  const { verifier, maxTokenLength, log } = options;

  function refuse(refusal: Refusal, reason: string, hub?: string): Refusal {
    const message = `A client was refused: ${reason}`;
    log({ level: 'warn', event: 'client-refused', message, hub: hub?.slice(0, 128) });
    return refusal;
  }

  return ({ headers, query, accessToken }) => {
    const [hub, ...others] = parameterValues(query, 'hub');
    if (hub === undefined || others.length > 0) {
      const reason = "The query must name exactly one 'hub'";
      return refuse({ status: 400, reason }, reason);
    }
    if (accessToken === undefined) {
      const challenge = { 'WWW-Authenticate': 'Bearer' };
      return refuse(
        { status: 401, reason: '', headers: challenge },
        'It sent no access token',
        hub,
      );
    }
    if (accessToken.length > maxTokenLength) {
      const reason = `The access token is longer than ${maxTokenLength} characters`;
      return refuse({ status: 413, reason }, reason, hub);
    }
    const host = headers.host ?? 'localhost';
    const path = `/client/?hub=${encodeURIComponent(hub)}`;
    try {
      toHubName(hub);
      const claims = verifier.verify(accessToken, [
        `http://${host}${path}`,
        `https://${host}${path}`,
      ]);
      return {
        hub,
        userId: readUserId(claims),
        details: () => ({
          claims: readClientClaims(claims),
          clientQuery: withoutSecrets(query),
          authenticationEnd: authenticationEnd(claims),
        }),
      };
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      const reason = error.message;
      if (error.code === 'hub-invalid') return refuse({ status: 400, reason }, reason, hub);
      const challenge = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
      const detail = error.code === 'audience-foreign' ? ` than http://${host}${path}` : '';
      return refuse({ status: 401, reason, headers: challenge }, reason + detail, hub);
    }
  };
}
