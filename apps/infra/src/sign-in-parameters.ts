import { publishParameters } from '@heliograph/platform';
import type { Environment } from './environment.ts';

/** Values of the platform's parameters for sign-in, which an environment holds. */
export function signInParameters({ signIn }: Environment): ReadonlyMap<string, string> {
  return new Map<string, string>([
    [publishParameters.oidcAuthority, signIn.authority],
    [publishParameters.oidcClientId, signIn.clientId],
    [publishParameters.oidcAudience, signIn.audience],
  ]);
}
