/**
 * Registers the platform for sign-in with Microsoft Entra ID: the API with its roles, and the
 * dashboard as a public client of it. Every step asks for a state and not for a change, so it can be
 * run again at any time: before the first deployment, and once more when the stack is up and its
 * addresses and identities are known.
 *
 * Tokens of the v2.0 endpoint carry the API's application id as their audience, whatever its URI is
 * called: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
import { publishPermission, roles, type Role } from '@heliograph/contracts';
import { stableUuid } from '@heliograph/infra-components';
import * as z from 'zod';

/** Microsoft Graph v1.0: answers what the service answered, `undefined` where that is nothing. */
export type Graph = (
  method: 'GET' | 'PATCH' | 'POST',
  path: string,
  body?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

export interface RegistrationOptions {
  /** Name of the environment; each has registrations of its own. */
  readonly environment: string;
  /** Origins of the dashboard, added to those that are registered already. */
  readonly dashboardOrigins: readonly string[];
  /** Object ids of identities that may push metrics, such as the functions'. */
  readonly publishers: readonly string[];
  /** Sign-in names or object ids of people who become administrators. */
  readonly admins: readonly string[];
}

export interface Registration {
  /** The dashboard's client id. */
  readonly clientId: string;
  /** Audience of tokens for the API. */
  readonly audience: string;
}

const roleDescriptions: Readonly<Record<Role, string>> = {
  viewer: 'Sees boards',
  operator: 'Sees boards and notifies people',
  admin: 'Does everything, and withdraws the access of others',
};
/** Where the identity provider leads back to: into the page after sign-in, to its start after sign-out. */
const redirectPaths = ['/signed-in', '/'];

const identified = z.object({ id: z.string(), appId: z.string() });
const withRedirects = z.object({ spa: z.object({ redirectUris: z.array(z.string()) }) });
const withId = z.object({ id: z.string() });
const assignments = z.object({
  value: z.array(z.object({ principalId: z.string(), appRoleId: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

export async function registerSignIn(
  graph: Graph,
  options: RegistrationOptions,
): Promise<Registration> {
  const { environment } = options;
  const idOf = (what: string): string => stableUuid(`heliograph/${environment}/${what}`);
  const scopeId = idOf('scope/access');

  const scope = {
    id: scopeId,
    value: 'access',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Use Heliograph',
    adminConsentDescription: 'Lets the dashboard use Heliograph on behalf of whoever signed in.',
    userConsentDisplayName: 'Use Heliograph',
    userConsentDescription: 'Lets the dashboard use Heliograph on your behalf.',
  };
  const api = { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [scope] };
  const apiApp = await ensureApplication(graph, `heliograph-${environment}-api`, {
    displayName: `Heliograph API (${environment})`,
    signInAudience: 'AzureADMyOrg',
    api,
    appRoles: [
      ...roles.map((role) => appRole(idOf(`role/${role}`), role, roleDescriptions[role], 'User')),
      appRole(
        idOf(`role/${publishPermission}`),
        publishPermission,
        'Pushes metrics to collectors',
        'Application',
      ),
    ],
  });

  const dashboardName = `heliograph-${environment}-dashboard`;
  const client = await ensureApplication(graph, dashboardName, {
    displayName: `Heliograph (${environment})`,
    signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [
      { resourceAppId: apiApp.appId, resourceAccess: [{ id: scopeId, type: 'Scope' }] },
    ],
  });
  const { spa } = withRedirects.parse(await graph('GET', `/applications/${client.id}?$select=spa`));
  const wanted = options.dashboardOrigins.flatMap((origin) =>
    redirectPaths.map((path) => new URL(path, origin).href),
  );
  const redirectUris = [...new Set([...spa.redirectUris, ...wanted])];
  if (redirectUris.length > spa.redirectUris.length) {
    await graph('PATCH', `/applications/${client.id}`, { spa: { redirectUris } });
  }
  await graph('PATCH', `/applications/${apiApp.id}`, {
    identifierUris: [`api://${apiApp.appId}`],
    api: {
      ...api,
      // People are not asked whether the dashboard may use its own API.
      preAuthorizedApplications: [{ appId: client.appId, delegatedPermissionIds: [scopeId] }],
    },
  });

  // Only who was given a role gets a token for the API.
  const apiId = await ensurePrincipal(graph, apiApp.appId, { appRoleAssignmentRequired: true });
  await ensurePrincipal(graph, client.appId, {});
  const assign = roleAssigner(graph, apiId);
  for (const principal of options.publishers) {
    await assign(principal, idOf(`role/${publishPermission}`));
  }
  for (const person of options.admins) {
    const { id } = withId.parse(
      await graph('GET', `/users/${encodeURIComponent(person)}?$select=id`),
    );
    await assign(id, idOf('role/admin'));
  }
  return { clientId: client.appId, audience: apiApp.appId };
}

function appRole(id: string, value: string, description: string, member: 'User' | 'Application') {
  return {
    id,
    value,
    displayName: value,
    description,
    allowedMemberTypes: [member],
    isEnabled: true,
  };
}

/** https://learn.microsoft.com/graph/api/application-upsert */
async function ensureApplication(
  graph: Graph,
  uniqueName: string,
  body: Readonly<Record<string, unknown>>,
): Promise<z.infer<typeof identified>> {
  const path = `/applications(uniqueName='${uniqueName}')`;
  await graph('PATCH', path, body);
  return identified.parse(await graph('GET', `${path}?$select=id,appId`));
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-upsert */
async function ensurePrincipal(
  graph: Graph,
  appId: string,
  body: Readonly<Record<string, unknown>>,
): Promise<string> {
  const path = `/servicePrincipals(appId='${appId}')`;
  await graph('PATCH', path, body);
  return withId.parse(await graph('GET', `${path}?$select=id`)).id;
}

/** Assigns roles of an API to principals that do not have them yet. */
function roleAssigner(graph: Graph, apiId: string) {
  const path = `/servicePrincipals/${apiId}/appRoleAssignedTo`;
  const known = new Set<string>();
  let loaded: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    let next: string | undefined = path;
    while (next !== undefined) {
      const page: z.infer<typeof assignments> = assignments.parse(await graph('GET', next));
      for (const { principalId, appRoleId } of page.value) known.add(`${principalId} ${appRoleId}`);
      next = page['@odata.nextLink'];
    }
  };
  return async (principalId: string, appRoleId: string): Promise<void> => {
    await (loaded ??= load());
    const assignment = `${principalId} ${appRoleId}`;
    if (known.has(assignment)) return;
    await graph('POST', path, { principalId, resourceId: apiId, appRoleId });
    known.add(assignment);
  };
}
