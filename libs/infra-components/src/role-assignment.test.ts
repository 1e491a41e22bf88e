import { azureRoleIds, type AzureRole } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { recordComponent } from './fixtures/record-component.ts';
import { grantRole } from './role-assignment.ts';

const scope = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/g/providers/p/x';
const record = async (uniqueness = 'stack', role: AzureRole = 'AcrPull') => {
  const { one } = await recordComponent(() => {
    grantRole('worker-pull', { role, scope, principalId: 'the-principal', uniqueness });
    return {};
  });
  return one('RoleAssignment');
};

describe(grantRole, () => {
  it.for(Object.keys(azureRoleIds) as AzureRole[])(
    'gives %s in the subscription of its scope',
    async (role) => {
      expect(await record('stack', role)).toMatchObject({
        scope,
        principalId: 'the-principal',
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/${azureRoleIds[role]}`,
      });
    },
  );

  it('has the same id on every run, and another one in another stack', async () => {
    const { roleAssignmentName } = await record();

    expect(roleAssignmentName).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    expect((await record())['roleAssignmentName']).toBe(roleAssignmentName);
    expect((await record('another'))['roleAssignmentName']).not.toBe(roleAssignmentName);
  });
});
