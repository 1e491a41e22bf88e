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
  readonly log: ServiceLog;
}

/** https://learn.microsoft.com/azure/azure-signalr/signalr-howto-troubleshoot-guide */
const maxTokenLength = 4096;

/** Decides whether a client may negotiate or connect: one hub, and a token that opens it. */
export function createClientAdmission(
  options: ClientAdmissionOptions,
): (request: ClientRequest) => Admission<ClientDetails> | Refusal {
  const { verifier, log } = options;

  function refuse(refusal: Refusal, message: string): Refusal {
    log({ level: 'warn', event: 'client-refused', message });
    return refusal;
  }

  return ({ headers, query, accessToken }) => {
    const [hub, ...others] = parameterValues(query, 'hub');
    if (hub === undefined || others.length > 0) {
      const reason = "The query must name exactly one 'hub'";
      return refuse({ status: 400, reason }, `A client was refused: ${reason}`);
    }
    if (accessToken === undefined) {
      const challenge = { 'WWW-Authenticate': 'Bearer' };
      const message = `A client of hub '${hub.slice(0, 128)}' was refused: it sent no access token`;
      return refuse({ status: 401, reason: '', headers: challenge }, message);
    }
    if (accessToken.length > maxTokenLength) {
      const reason = `The access token is longer than ${maxTokenLength} characters`;
      return refuse({ status: 413, reason }, `A client was refused: ${reason}`);
    }
    try {
      toHubName(hub);
      const host = headers.host ?? 'localhost';
      const path = `/client/?hub=${encodeURIComponent(hub)}`;
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
      const message = `A client was refused: ${error.message}`;
      if (error.code === 'hub-invalid')
        return refuse({ status: 400, reason: error.message }, message);
      const headersOfRefusal = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
      return refuse({ status: 401, reason: error.message, headers: headersOfRefusal }, message);
    }
  };
}
