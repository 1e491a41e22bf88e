import { randomBytes } from 'node:crypto';
import {
  errors,
  interactionPolicy,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { createMemoryAdapter } from './memory-adapter.ts';
import type { Persona } from './personas.ts';
import { noticePage } from './pages/notice-page.ts';
import type { Page, PageContent } from './pages/page.ts';
import { signOutPage } from './pages/sign-out-page.ts';
import type { SigningKeys } from './signing-keys.ts';

export interface ProviderSettings {
  readonly port: number;
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly audience: string;
  readonly personas: readonly Persona[];
  readonly signingKeys: SigningKeys;
  /** Where people go back to when there is nothing else to do. */
  readonly home: string;
  readonly render: (page: PageContent) => Page;
}

const hour = 60 * 60;
const day = 24 * hour;

const oidcScopes = ['openid', 'offline_access', 'profile', 'email'];
const personClaims = ['name', 'preferred_username', 'roles'];

/**
 * How our provider behaves: one public client (code flow with PKCE), access tokens as JWTs for one
 * audience, consent given beforehand because the client is our own.
 */
export function createConfiguration(settings: ProviderSettings): Configuration {
  const { audience, personas, render } = settings;
  const personaOf = (userId: string | undefined) =>
    personas.find((persona) => persona.userId === userId);

  const show = (ctx: KoaContextWithOIDC, content: PageContent): void => {
    const page = render(content);
    ctx.status = page.status;
    ctx.set({ ...page.headers });
    ctx.body = page.body;
  };

  return {
    adapter: createMemoryAdapter(),
    jwks: settings.signingKeys,
    clients: [
      {
        client_id: settings.clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: settings.redirectUris,
        post_logout_redirect_uris: settings.postLogoutRedirectUris,
      },
    ],
    clientBasedCORS: (_ctx, origin) => settings.allowedOrigins.includes(origin),
    cookies: {
      // Cookies know no ports: a second platform on this machine needs names of its own.
      names: {
        session: `heliograph_${settings.port}_session`,
        interaction: `heliograph_${settings.port}_interaction`,
        resume: `heliograph_${settings.port}_resume`,
      },
      keys: [randomBytes(32).toString('base64url')],
    },

    scopes: oidcScopes,
    claims: { openid: ['sub'], profile: personClaims, email: ['email'] },
    findAccount(_ctx, userId) {
      const persona = personaOf(userId);
      return persona && { accountId: userId, claims: async () => ({ ...claimsOf(persona) }) };
    },
    extraTokenClaims(_ctx, token) {
      const persona = 'accountId' in token ? personaOf(token.accountId) : undefined;
      return persona && { name: persona.name, roles: persona.roles, email: persona.userId };
    },

    interactions: { policy: createPolicy(), url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: (ctx) => loadGrant(ctx, audience),
    // Also without the scope `offline_access`, which the library honours only after a consent page.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),

    features: {
      devInteractions: { enabled: false },
      // Access tokens are for our API. Who somebody is stands in the id token as well.
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo(_ctx, resource) {
          if (resource !== audience) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: hour,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          const confirmed = ctx.oidc.entities.IdTokenHint !== undefined;
          show(ctx, signOutPage({ form, confirmed }));
        },
        postLogoutSuccessSource: (ctx) =>
          show(
            ctx,
            noticePage({
              title: 'Signed out',
              text: 'See you soon.',
              returnTo: settings.home,
            }),
          ),
      },
    },
    renderError: (ctx, out) =>
      show(
        ctx,
        noticePage({
          title: 'That did not work',
          text: `${out.error_description ?? out.error}. Go back and sign in again.`,
          returnTo: settings.home,
          status: ctx.status,
        }),
      ),
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      IdToken: hour,
      RefreshToken: 14 * day,
      Interaction: hour,
      Session: 14 * day,
      Grant: 14 * day,
    },
  };
}

function claimsOf({ userId, name, roles }: Persona) {
  return { sub: userId, name, preferred_username: userId, email: userId, roles };
}

/** The usual policy, and `prompt=select_account`, which Entra ID knows too. */
function createPolicy() {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

async function loadGrant(ctx: KoaContextWithOIDC, audience: string) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant = known === undefined ? undefined : await provider.Grant.find(known);
  if (grant) return grant;

  const given = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  given.addOIDCScope(oidcScopes.join(' '));
  given.addResourceScope(audience, '');
  await given.save();
  return given;
}
