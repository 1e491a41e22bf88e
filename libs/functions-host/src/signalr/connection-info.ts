import { AccessError, createClientAccess } from '@heliograph/signalr-access';
import { decodeJwtPayload } from './jwt-payload.ts';
import { expandExpressions, type BindingData } from '../bindings/binding-expression.ts';
import type { ConnectionInfoInput } from '../bindings/function-definition.ts';
import { HostError } from '../host-error.ts';
import type { InputData } from '../rpc/typed-data.ts';

/**
 * The value of `signalRConnectionInfo`: where a client connects, and its token. A secret.
 *
 * @throws HostError `binding-failed`
 */
export async function toConnectionInfo(
  binding: ConnectionInfoInput,
  data: BindingData,
): Promise<InputData> {
  const { service, claimTypes } = binding;
  const userId = binding.userId && expandExpressions(binding.userId, data);
  const idToken = binding.idToken && expandExpressions(binding.idToken, data);
  try {
    const access = await createClientAccess({
      connection: service.connection,
      hub: expandExpressions(binding.hub, data),
      ...(userId ? { userId } : {}),
      ...(idToken ? { claims: pickClaims(idToken, claimTypes) } : {}),
    });
    return { json: JSON.stringify(access) };
  } catch (cause) {
    if (!(cause instanceof AccessError)) throw cause;
    throw new HostError('binding-failed', `${binding.name}: ${cause.message}`, { cause });
  }
}

function pickClaims(idToken: string, types: readonly string[]): Record<string, string | string[]> {
  const payload = decodeJwtPayload(idToken);
  if (payload === undefined) throw new HostError('binding-failed', 'The idToken is no JWT');
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
