import type { AppModel, Resource, ResourceKind } from './resource.ts';

/**
 * Built-in roles of Azure that references need, with their ids, the same in every tenant.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
export const azureRoleIds = {
  'SignalR Service Owner': '7e4f1700-ea5a-4f59-8f37-079cfe29dce3',
  'SignalR REST API Owner': 'fd53cd77-2268-407a-8f46-7e7863d0f521',
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
} as const;

export type AzureRole = keyof typeof azureRoleIds;

/** A role that a reference calls for. */
export interface RoleGrant {
  /** The resource whose identity gets the role. */
  readonly principal: string;
  readonly role: AzureRole;
  /** The resource that the role is for. */
  readonly scope: string;
}

/** Kinds that have an identity in Azure. */
const withIdentity: readonly ResourceKind[] = ['azure-functions-app', 'container-app'];

/** The roles without which the references of a model would be mere addresses, each once. */
export function roleGrants(model: AppModel): readonly RoleGrant[] {
  const byName = new Map(model.resources.map((resource) => [resource.name, resource]));
  const grants = new Map<string, RoleGrant>();
  for (const principal of model.resources) {
    if (!withIdentity.includes(principal.kind)) continue;
    for (const { resource } of principal.references) {
      const scope = byName.get(resource);
      const role = scope && roleFor(principal, scope);
      if (!role) continue;
      const grant: RoleGrant = { principal: principal.name, role, scope: resource };
      grants.set(Object.values(grant).join('/'), grant);
    }
  }
  return [...grants.values()];
}

function roleFor(principal: Resource, scope: Resource): AzureRole | undefined {
  switch (scope.kind) {
    case 'azure-signalr':
      // The bindings of Functions also sign tokens for clients, for which they read a key.
      return principal.kind === 'azure-functions-app'
        ? 'SignalR Service Owner'
        : 'SignalR REST API Owner';
    case 'azure-tables':
      return 'Storage Table Data Contributor';
    case 'application-insights':
      return 'Monitoring Metrics Publisher';
    default:
      return undefined;
  }
}
