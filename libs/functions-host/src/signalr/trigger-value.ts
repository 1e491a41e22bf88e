import { FunctionsHostError } from '../functions-host-error.ts';
import type { InputData } from '../rpc/typed-data.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/**
 * The value of a `signalRTrigger`: the `InvocationContext` of the extension, whose members are in
 * PascalCase because nothing on the way renames them.
 */
export function toTriggerValue(
  request: UpstreamRequest,
  details: { readonly arguments?: readonly unknown[]; readonly error?: string | null },
): InputData {
  const { category, event, hub, connectionId, userId, headers, query, claims } = request;
  return {
    json: JSON.stringify({
      Arguments: details.arguments ?? null,
      Error: details.error ?? null,
      Category: category,
      Event: event,
      Hub: hub,
      ConnectionId: connectionId,
      UserId: userId,
      Headers: headers,
      Query: query,
      Claims: claims,
    }),
  };
}

/**
 * Arguments by the names that the trigger gives them.
 *
 * @throws FunctionsHostError `binding-failed` when there are more or fewer than names
 */
export function toParameterMetadata(
  parameterNames: readonly string[],
  args: readonly unknown[] = [],
): Record<string, InputData> {
  if (parameterNames.length === 0) return {};
  if (parameterNames.length !== args.length) {
    throw new FunctionsHostError(
      'binding-failed',
      `The function takes ${parameterNames.length} arguments, but ${args.length} were sent`,
    );
  }
  return Object.fromEntries(
    parameterNames.map((name, at) => [name, { json: JSON.stringify(args[at] ?? null) }]),
  );
}
