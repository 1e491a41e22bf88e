import { azureRoleIds } from '@heliograph/app-model-core';
import { tierOf, type RecordedResource, type SignalRTier } from '@heliograph/infra-components';
import type { Environment } from './environment.ts';
import { policies } from './policies.ts';
import type { RecordedStack } from './record-stack.ts';

/** One frame a second, made to fill one unit; each receiver is billed. */
const framesPerDay = 24 * 60 * 60;

/**
 * Message units a day in the price of one SignalR unit, and what comes after them.
 * https://azure.microsoft.com/pricing/details/signalr-service
 */
const messagesByTier = {
  Free: { included: 20_000, beyond: 'are refused until the next day (UTC)' },
  Standard: { included: 1_000_000, beyond: 'are billed by the million' },
  Premium: { included: 1_000_000, beyond: 'are billed by the million' },
} as const satisfies Record<SignalRTier, { included: number; beyond: string }>;
/** Connections of one unit. https://learn.microsoft.com/azure/azure-signalr/signalr-howto-scale-signalr */
const connectionsByTier = { Free: 20, Standard: 1000, Premium: 1000 } as const;

/** Rules that a stack breaks, one line each. */
export function brokenPolicies(environment: Environment, stack: RecordedStack): readonly string[] {
  return policies.flatMap(({ name, source, faults }) =>
    faults(stack, environment).map((fault) => `${fault} (${name}; ${source})`),
  );
}

/** A recorded stack in words: resources, settings, roles, and what an audience costs in messages. */
export function describeStack(
  environment: Environment,
  stack: RecordedStack,
  audience: number,
): string {
  const isRole = ({ type }: RecordedResource): boolean => type.endsWith(':RoleAssignment');
  const others = stack.resources.filter((resource) => !isRole(resource));
  const broken = brokenPolicies(environment, stack);

  return [
    `${environment.name}: ${others.length} resources in ${environment.location}`,
    ...others.map(describeResource).sort(),
    '',
    'Settings (known-later stands for what only Azure can give)',
    ...Object.entries(stack.settings).flatMap(([name, settings]) => [
      `  ${name}`,
      ...Object.entries(settings).map(([key, value]) => `    ${key}=${value}`),
    ]),
    '',
    'Roles',
    ...stack.resources.filter(isRole).map(describeRole).sort(),
    '',
    'Messages',
    ...describeMessages(environment, audience).map((line) => `  ${line}`),
    '',
    broken.length === 0
      ? `Rules: all ${policies.length} are kept (apps/infra/src/policies.ts)`
      : ['Rules broken', ...broken.map((line) => `  ${line}`)].join('\n'),
    '',
    `Upstream: ${environment.upstream}${environment.upstream === 'wired' ? '' : ', so the service calls nobody yet'}`,
    ...stack.manualSteps.flatMap((step) => ['', step]),
    '',
  ].join('\n');
}

function describeResource({ type, name, inputs }: RecordedResource): string {
  const [, module = '', kind = ''] = type.split(':');
  const { sku } = inputs;
  const size =
    typeof sku === 'object' && sku !== null && 'name' in sku ? String(sku.name) : undefined;
  const count =
    typeof sku === 'object' && sku !== null && 'capacity' in sku
      ? ` x ${String(sku.capacity)}`
      : '';
  return `  ${`${module}.${kind}`.padEnd(42)} ${name}${size === undefined ? '' : ` (${size}${count})`}`;
}

const roleNames = new Map<string, string>(
  Object.entries(azureRoleIds).map(([role, id]) => [id, role]),
);

function describeRole({ name, inputs }: RecordedResource): string {
  const id = String(inputs['roleDefinitionId']).split('/').at(-1) ?? '';
  const scope = String(inputs['scope']).split('/').at(-1) ?? '';
  return `  ${name.padEnd(28)} ${(roleNames.get(id) ?? id).padEnd(32)} on ${scope}`;
}

function describeMessages({ signalr }: Environment, audience: number): readonly string[] {
  const { sku, capacity, existing, replicas = [], autoscale } = signalr;
  const needed = framesPerDay * audience;
  const readable = (count: number): string => count.toLocaleString('en');
  const people = `${readable(audience)} ${audience === 1 ? 'person who watches' : 'people who watch'} one board all day`;
  const lines = [`${people}: ${readable(needed)} message units a day; nobody watching: none`];
  if (existing) return [...lines, `${existing.name} exists already, with a size of its own`];

  const tier = tierOf(sku);
  const { included, beyond } = messagesByTier[tier];
  const units = capacity + replicas.reduce((sum, replica) => sum + replica.capacity, 0);
  const over = needed - included * units;
  lines.push(
    `${units} x ${sku}: ${readable(included * units)} units a day in the price, ${readable(connectionsByTier[tier] * units)} connections at a time`,
  );
  const most = autoscale ? units - capacity + Math.max(capacity, autoscale.maximum) : units;
  if (most > units) lines.push(`Crowded, the service grows by itself to ${most} units`);
  if (over > 0) lines.push(`${readable(over)} units a day are more than that, and ${beyond}`);
  if (audience > connectionsByTier[tier] * most) {
    lines.push(
      `${readable(audience)} people are more than ${readable(connectionsByTier[tier] * most)} connections: the rest is refused`,
    );
  }
  return lines;
}
