import * as authorization from '@pulumi/azure-native/authorization/index.js';
import type { AzureRole } from '@heliograph/app-model-core';
import { azureRoleIds } from '@heliograph/app-model-core';
import * as pulumi from '@pulumi/pulumi';
import { stableUuid } from './stable-uuid.ts';

export interface GrantOptions {
  readonly role: AzureRole;
  /** Id of the resource that the role is for. */
  readonly scope: pulumi.Input<string>;
  /** Object id of the managed identity that gets it. */
  readonly principalId: pulumi.Input<string>;
  /** Tells stacks apart, because a subscription knows an assignment by its id. */
  readonly uniqueness: string;
  readonly parent?: pulumi.Resource;
}

/** Lets a managed identity use a resource. The same grant gets the same id on every run. */
export function grantRole(name: string, options: GrantOptions): authorization.RoleAssignment {
  const { role, scope, principalId, uniqueness, parent } = options;
  return new authorization.RoleAssignment(
    name,
    {
      roleAssignmentName: stableUuid(`${uniqueness}/${name}/${role}`),
      scope,
      principalId,
      // Said so that Azure does not look for an identity that was made a moment ago.
      principalType: 'ServicePrincipal',
      roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionOf(scope)}/providers/Microsoft.Authorization/roleDefinitions/${azureRoleIds[role]}`,
    },
    parent && { parent },
  );
}

/** The subscription that a resource id begins with. */
function subscriptionOf(resourceId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(resourceId).apply((id) => /^\/subscriptions\/([^/]+)\//.exec(id)?.[1] ?? '');
}
