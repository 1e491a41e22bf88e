import { azureRoleIds } from '@heliograph/app-model-core';
import { tierOf } from '@heliograph/infra-components';
import type { Environment } from './environment.ts';
import type { RecordedStack } from './record-stack.ts';

/** One frame a second, made to fill one unit; each receiver is billed. */
const framesPerDay = 24 * 60 * 60;
/** Message units a day in the price of one SignalR unit. https://azure.microsoft.com/pricing/details/signalr-service */
const includedPerDay = { Free: 20_000, Standard: 1_000_000, Premium: 1_000_000 } as const;

/** A recorded stack in words: resources, settings, roles, and what an audience costs in messages. */
export function describeStack(
  environment: Environment,
  stack: RecordedStack,
  audience: number,
): string {
  const { signalr } = environment;
  const units = framesPerDay * audience;
  const included = includedPerDay[tierOf(signalr.sku)] * signalr.capacity;
  const roleNames = new Map(Object.entries(azureRoleIds).map(([role, id]) => [id as string, role]));
  const roles = stack.resources.filter(({ type }) => type.endsWith(':RoleAssignment'));
  const others = stack.resources.filter((resource) => !roles.includes(resource));

  return [
    `${environment.name}: ${others.length} resources in ${environment.location}`,
    ...others.map(({ type, name }) => `  ${type.replace('azure-native:', '').padEnd(48)} ${name}`),
    '',
    'Settings',
    ...Object.entries(stack.settings).flatMap(([name, settings]) => [
      `  ${name}`,
      ...Object.entries(settings).map(([key, value]) => `    ${key}=${value}`),
    ]),
    '',
    'Roles',
    ...roles.map(({ name, inputs }) => {
      const id = String(inputs['roleDefinitionId']).split('/').at(-1) ?? '';
      return `  ${name.padEnd(32)} ${roleNames.get(id) ?? id}`;
    }),
    '',
    `Messages: ${audience} people who watch all day receive ${units} units; ${signalr.capacity} x ${signalr.sku} includes ${included} a day`,
    `Upstream: ${environment.upstream}`,
    '',
  ].join('\n');
}
