import type { DashboardSettings } from '@heliograph/contracts';
import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import * as z from 'zod/mini';
import { DashboardError } from '../dashboard-error.ts';
import type { Account, Grant, SignInService } from './sign-in-service.ts';

export const signedInPath = '/signed-in';

const text = z.catch(z.optional(z.string()), undefined);
const profileSchema = z.object({
  sub: z.string(),
  name: text,
  email: text,
  preferred_username: text,
  roles: z.catch(
    z.union([
      z.array(z.string()),
      z.pipe(
        z.string(),
        z.transform((one) => [one]),
      ),
    ]),
    [],
  ),
});

/**
 * Sign-in by OpenID Connect: code flow with PKCE, tokens in this tab's session storage only, so
 * that closing the tab ends it.
 */
export function createOpenIdSignIn(
  { oidc }: DashboardSettings,
  page: { readonly origin: string; readonly storage: Storage },
): SignInService {
  const store = (prefix: string) => new WebStorageStateStore({ store: page.storage, prefix });
  const manager = new UserManager({
    authority: oidc.authority,
    client_id: oidc.clientId,
    ...toTokenRequest(oidc),
    response_type: 'code',
    redirect_uri: page.origin + signedInPath,
    post_logout_redirect_uri: `${page.origin}/`,
    userStore: store('heliograph.user.'),
    // Apart from everything else, because the client removes what it cannot read under its prefix.
    stateStore: store('heliograph.sign-in.'),
    // The session renews in time itself, because it must tell a refusal from an outage.
    automaticSilentRenew: false,
    requestTimeoutInSeconds: 10,
  });

  return {
    async current() {
      const user = await manager.getUser();
      return user ? toGrant(user) : undefined;
    },
    begin: () => manager.signinRedirect().catch(fail(oidc.authority, 'sign-in-refused')),
    finish: (url) =>
      manager.signinRedirectCallback(url).then(toGrant, fail(oidc.authority, 'sign-in-refused')),
    async renew() {
      const user = await manager.getUser();
      if (!user?.refresh_token) {
        throw new DashboardError('session-ended', 'Your session is over. Please sign in again.');
      }
      return manager.signinSilent().then(
        (renewed) => {
          if (!renewed) throw new DashboardError('session-ended', 'Your session is over.');
          return toGrant(renewed);
        },
        fail(oidc.authority, 'session-ended'),
      );
    },
    forget: () => manager.removeUser(),
    async end() {
      const user = await manager.getUser();
      await manager
        .signoutRedirect(user?.id_token ? { id_token_hint: user.id_token } : {})
        .catch(fail(oidc.authority, 'sign-in-refused'));
    },
  };
}

/** Asks for a token of our API, by scope or by resource: no provider knows both. */
export function toTokenRequest({ audience, apiScope }: DashboardSettings['oidc']) {
  const scope = 'openid profile offline_access';
  return apiScope === undefined ? { scope, resource: audience } : { scope: `${scope} ${apiScope}` };
}

function toGrant(user: User): Grant {
  return {
    account: toAccount(user.profile),
    accessToken: user.access_token,
    expiresAt: (user.expires_at ?? 0) * 1000,
  };
}

/** Reads a person from ID-token claims; what is missing or odd is left out, not fatal. */
export function toAccount(claims: unknown): Account {
  const profile = profileSchema.safeParse(claims);
  if (!profile.success) return { name: 'Unknown', login: '', roles: [] };
  const { sub, name, email, preferred_username: userName, roles } = profile.data;
  const login = email ?? userName ?? sub;
  return { name: name ?? login, login, roles };
}

/** An answer of the provider is a refusal with `code`; anything else means it was not reached. */
function fail(authority: string, code: 'sign-in-refused' | 'session-ended') {
  return (cause: unknown): never => {
    if (cause instanceof DashboardError) throw cause;
    if (cause instanceof ErrorResponse) {
      const detail = cause.error_description ?? cause.error ?? 'no reason given';
      const what = code === 'session-ended' ? 'Your session is over' : 'Sign-in was refused';
      throw new DashboardError(code, `${what}: ${detail}.`, { cause });
    }
    if (cause instanceof Error && /state/i.test(cause.message)) {
      // A bookmarked or repeated answer: the request that it belongs to is not known any more.
      throw new DashboardError('sign-in-refused', 'That sign-in was not started in this tab.', {
        cause,
      });
    }
    const message = `The sign-in service at ${authority} does not answer.`;
    throw new DashboardError('provider-unreachable', message, { cause });
  };
}
