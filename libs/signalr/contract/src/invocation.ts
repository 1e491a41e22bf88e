import { safeParse, type $ZodType, type output } from 'zod/v4/core';
import { ContractError, type ContractErrorCode } from './contract-error.ts';
import type {
  ClientArguments,
  ClientInvocation,
  ClientTargetName,
  Hub,
  ServerArguments,
  ServerResult,
  ServerTargetName,
} from './hub.ts';

/** Builds an invocation of a client's target. What is wrong is a compile error, not a surprise. */
export function clientInvocation<H extends Hub, Target extends ClientTargetName<H>>(
  _hub: H,
  target: Target,
  ...args: ClientArguments<H, Target>
): ClientInvocation<H> {
  return { target, arguments: args } as unknown as ClientInvocation<H>; // the union's own member for `target`
}

/**
 * Reads arguments that arrived at a client. Nothing from outside is trusted before this.
 *
 * @throws ContractError `arguments-invalid`
 */
export function readClientArguments<H extends Hub, Target extends ClientTargetName<H>>(
  hub: H,
  target: Target,
  args: unknown,
): ClientArguments<H, Target> {
  const { arguments: schema } = entry(hub.client, target, hub.name);
  return read(schema, args, 'arguments-invalid', target) as ClientArguments<H, Target>;
}

/**
 * Reads an invocation that a client sent: known target, permitted role, size, then schema, in this
 * order, so that a caller without the role learns nothing of the schema.
 *
 * @throws ContractError `target-unknown`, `permission-denied`, `payload-too-large`, `arguments-invalid`
 */
export function readServerArguments<H extends Hub, Target extends ServerTargetName<H>>(
  hub: H,
  target: Target,
  args: unknown,
  roles: readonly string[],
): ServerArguments<H, Target> {
  const { arguments: schema, roles: permitted, maxBytes } = entry(hub.server, target, hub.name);
  if (!permitted.some((role) => roles.includes(role))) {
    throw new ContractError(
      'permission-denied',
      `'${target}' needs one of the roles ${permitted.join(', ')}`,
    );
  }
  const bytes = jsonBytes(args);
  if (bytes > maxBytes) {
    throw new ContractError(
      'payload-too-large',
      `The arguments of '${target}' have ${bytes} bytes; at most ${maxBytes} are accepted`,
    );
  }
  return read(schema, args, 'arguments-invalid', target) as ServerArguments<H, Target>;
}

/** Reads the backend's answer to an invocation. @throws ContractError `result-invalid` */
export function readServerResult<H extends Hub, Target extends ServerTargetName<H>>(
  hub: H,
  target: Target,
  result: unknown,
): ServerResult<H, Target> {
  const { result: schema } = entry(hub.server, target, hub.name);
  return read(schema, result, 'result-invalid', target) as ServerResult<H, Target>;
}

function entry<T>(targets: Readonly<Record<string, T>>, target: string, hubName: string): T {
  const found = Object.hasOwn(targets, target) ? targets[target] : undefined;
  if (found === undefined) {
    throw new ContractError('target-unknown', `Hub '${hubName}' has no target '${target}'`);
  }
  return found;
}

function read<S extends $ZodType>(
  schema: S,
  value: unknown,
  code: ContractErrorCode,
  target: string,
): output<S> {
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  const where = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || '(all)'}: ${issue.message}`)
    .join('; ');
  throw new ContractError(code, `'${target}' does not match its schema: ${where}`, {
    cause: result.error,
  });
}

/** Length in UTF-8 of the value's JSON. Counted by hand: neither DOM nor Node is assumed here. */
function jsonBytes(value: unknown): number {
  const json = JSON.stringify(value) ?? '';
  let bytes = 0;
  for (const character of json) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
