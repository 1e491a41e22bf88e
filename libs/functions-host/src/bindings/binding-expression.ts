/**
 * Binding expressions: `{headers.x-user}`, `{query.user}`, `{param}`, `{sys.methodname}`,
 * `{sys.randguid}`, `{rand-guid}`, and members of a JSON body.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns
 */
import { FunctionsHostError } from '../functions-host-error.ts';

/** What expressions of one invocation can name. Objects are looked into by `a.b`. */
export type BindingData = Readonly<Record<string, unknown>>;

/**
 * Replaces every `{…}` by its value. Names of headers and query values, as all names at the top,
 * are compared without regard to case.
 *
 * @throws FunctionsHostError `binding-failed` for a name that has no value, as Azure does
 */
export function expandExpressions(text: string, data: BindingData): string {
  return text.replace(/\{([^{}]+)\}/g, (_match, path: string) => {
    const value = path
      .trim()
      .split('.')
      .reduce<unknown>((current, name) => memberOf(current, name), data);
    if (value === undefined || value === null) {
      throw new FunctionsHostError('binding-failed', `There is no value for {${path}}`);
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const wanted = name.toLowerCase();
  const found = Object.keys(value).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : (value as Record<string, unknown>)[found];
}
