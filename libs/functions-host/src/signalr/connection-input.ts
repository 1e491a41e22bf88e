/** The input bindings that let a client, or another function, reach the service. */
import { AccessError, type ClientAccess } from '@heliograph/signalr-access';
import { RestError } from '@heliograph/signalr-rest-client';
import { expandExpressions, type BindingData } from '../bindings/binding-expression.ts';
import type { Input } from '../bindings/function-definition.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { InputData } from '../rpc/typed-data.ts';
import type { ClientAccessSource } from './client-access-source.ts';
import { dataPlaneFailure } from './data-plane-failure.ts';
import { decodeJwtPayload } from './jwt-payload.ts';
import type { SignalREndpoint } from './signalr-service.ts';

/**
 * The value of a binding: for `signalRConnectionInfo` where a client connects and its token, for
 * `signalRNegotiation` the same of every endpoint, for `signalREndpoints` the endpoints alone. The
 * first two are secrets.
 *
 * @throws FunctionsHostError `binding-failed`
 */
export async function toConnectionInput(
  binding: Input,
  data: BindingData,
  grant: ClientAccessSource,
): Promise<InputData> {
  const { main, endpoints } = binding.service;
  switch (binding.kind) {
    case 'signalREndpoints':
      return { json: JSON.stringify(endpoints.map(describeEndpoint)) };
    case 'signalRConnectionInfo':
      return { json: JSON.stringify(await createAccess(binding, main, data, grant)) };
    case 'signalRNegotiation': {
      const all = endpoints.map(async (endpoint) => ({
        ...describeEndpoint(endpoint),
        connectionInfo: await createAccess(binding, endpoint, data, grant),
      }));
      return { json: JSON.stringify({ endpoints: await Promise.all(all) }) };
    }
  }
}

/** Whether an endpoint answers is not checked for this: a request to one that does not will tell. */
const describeEndpoint = ({ name, type, connection }: SignalREndpoint) => ({
  endpointType: type,
  name,
  endpoint: connection.endpoint,
  online: true,
});

async function createAccess(
  binding: Exclude<Input, { kind: 'signalREndpoints' }>,
  endpoint: SignalREndpoint,
  data: BindingData,
  grant: ClientAccessSource,
): Promise<ClientAccess> {
  const userId = binding.userId && expandExpressions(binding.userId, data);
  const idToken = binding.idToken && expandExpressions(binding.idToken, data);
  try {
    return await grant(endpoint, {
      hub: expandExpressions(binding.hub, data),
      ...(userId ? { userId } : {}),
      ...(idToken ? { claims: pickClaims(idToken, binding.claimTypes) } : {}),
    });
  } catch (cause) {
    if (!(cause instanceof AccessError || cause instanceof RestError)) throw cause;
    const why = dataPlaneFailure(cause);
    throw new FunctionsHostError('binding-failed', `${binding.name}: ${why}`, { cause });
  }
}

function pickClaims(idToken: string, types: readonly string[]): Record<string, string | string[]> {
  const payload = decodeJwtPayload(idToken);
  if (payload === undefined)
    throw new FunctionsHostError('binding-failed', 'The idToken is no JWT');
  return Object.fromEntries(
    types.flatMap((type) => {
      const value = Object.hasOwn(payload, type) ? payload[type] : undefined;
      if (value === undefined) return [];
      return [[type, Array.isArray(value) ? value.map(toText) : toText(value)]];
    }),
  );
}

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
