import type { $ZodTuple, $ZodType, output } from 'zod/v4/core';
import { ContractError } from './contract-error.ts';

type ArgumentsSchema = $ZodTuple;

/** A target that the service invokes on a client. */
export interface ClientTarget<Arguments extends ArgumentsSchema = ArgumentsSchema> {
  readonly arguments: Arguments;
  /** Largest JSON of the arguments, in bytes. Azure bills outbound messages per started 2 KB. */
  readonly maxBytes: number;
}

/** A target that a client invokes; the upstream carries it to the backend. */
export interface ServerTarget<
  Arguments extends ArgumentsSchema = ArgumentsSchema,
  Result extends $ZodType = $ZodType,
> {
  readonly arguments: Arguments;
  /** What the backend answers; the client's `invoke` resolves with it. */
  readonly result: Result;
  /** One of these roles is needed. */
  readonly roles: readonly string[];
  /** Largest JSON of the arguments, in bytes. */
  readonly maxBytes: number;
}

export interface Hub<
  Client extends Readonly<Record<string, ClientTarget>> = Readonly<Record<string, ClientTarget>>,
  Server extends Readonly<Record<string, ServerTarget>> = Readonly<Record<string, ServerTarget>>,
> {
  readonly name: string;
  readonly client: Client;
  readonly server: Server;
}

/** Targets that the service may invoke on a client of this hub. */
export type ClientTargetName<H extends Hub> = keyof H['client'] & string;
/** Targets that a client of this hub may invoke. */
export type ServerTargetName<H extends Hub> = keyof H['server'] & string;

export type ClientArguments<H extends Hub, Target extends ClientTargetName<H>> = Extract<
  output<H['client'][Target]['arguments']>,
  readonly unknown[]
>;
export type ServerArguments<H extends Hub, Target extends ServerTargetName<H>> = Extract<
  output<H['server'][Target]['arguments']>,
  readonly unknown[]
>;
export type ServerResult<H extends Hub, Target extends ServerTargetName<H>> = output<
  H['server'][Target]['result']
>;

/** An invocation as it travels to a client: a target together with its own arguments. */
export type ClientInvocation<H extends Hub> = {
  [Target in ClientTargetName<H>]: {
    readonly target: Target;
    readonly arguments: ClientArguments<H, Target>;
  };
}[ClientTargetName<H>];

// https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20241201
const hubName = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;
// The data plane refuses bodies over 1 MB.
const largestBudget = 1024 * 1024;

/**
 * Defines a hub once: names, schemas, permissions and size budgets of everything that crosses it.
 *
 * @throws ContractError `hub-invalid` when the name is not one that Azure SignalR accepts, when two
 *   targets of one direction differ only in case (targets are compared ignoring case, so one of
 *   them could never be reached) or when a size budget is not between 1 byte and 1 MB.
 */
export function defineHub<
  const Client extends Readonly<Record<string, ClientTarget>>,
  const Server extends Readonly<Record<string, ServerTarget>>,
>(hub: Hub<Client, Server>): Hub<Client, Server> {
  if (!hubName.test(hub.name)) {
    throw new ContractError('hub-invalid', `'${hub.name}' is not a hub name that Azure accepts`);
  }
  for (const targets of [hub.client, hub.server]) {
    const seen = new Map<string, string>();
    for (const [target, { maxBytes }] of Object.entries(targets)) {
      const twin = seen.get(target.toLowerCase());
      if (twin !== undefined) {
        throw new ContractError(
          'hub-invalid',
          `Targets '${twin}' and '${target}' of hub '${hub.name}' differ only in case`,
        );
      }
      seen.set(target.toLowerCase(), target);
      if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > largestBudget) {
        throw new ContractError(
          'hub-invalid',
          `Target '${target}' of hub '${hub.name}' has a size budget of ${maxBytes} bytes; it must be a whole number from 1 to ${largestBudget}`,
        );
      }
    }
  }
  return hub;
}
