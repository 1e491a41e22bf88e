import { liveHub, type Greeting, type LiveHub } from '@heliograph/contracts';

/**
 * Whether somebody may invoke a target. The backend checks it again; this only keeps forms from those
 * whom it would refuse. Before the greeting nobody is known to be allowed anything.
 */
export function mayInvoke(
  target: keyof LiveHub['server'],
  greeting: Pick<Greeting, 'roles'> | undefined,
): boolean {
  const allowed: readonly string[] = liveHub.server[target].roles;
  return greeting?.roles.some((role) => allowed.includes(role)) ?? false;
}
