/**
 * Values that are known only when the platform runs: where a resource listens, how to connect to
 * it, what the person who starts it chose. A description holds them as data; an interpreter
 * resolves them, on one machine to loopback addresses, in a cloud to what it created there.
 */

/** What can be asked about an endpoint. */
export type EndpointProperty =
  /** `http://host:port`, without a trailing slash. */
  | 'url'
  | 'host'
  | 'port'
  /** `host:port`, as programs take an address to listen on. */
  | 'address'
  /** Comma-separated origins under which browsers may see it; loopback has two names. */
  | 'origins';

export type Expression =
  | {
      readonly kind: 'endpoint';
      readonly resource: string;
      readonly endpoint: string;
      readonly property: EndpointProperty;
    }
  /** What a client needs to reach the resource: a connection string or a URL. */
  | { readonly kind: 'connection'; readonly resource: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly secret: boolean }
  | { readonly kind: 'text'; readonly parts: readonly Value[] };

export type Value = string | Expression;

/** Puts late values into a text: ``text`sqlite:${dataFolder}/history.db` ``. */
export function text(literals: TemplateStringsArray, ...values: readonly Value[]): Expression {
  const parts = literals.flatMap((literal, index): Value[] => {
    const value = values[index];
    return value === undefined ? [literal] : [literal, value];
  });
  return { kind: 'text', parts: parts.filter((part) => part !== '') };
}

/** Answers what only an interpreter knows. */
export interface ValueSource {
  endpoint(resource: string, endpoint: string, property: EndpointProperty): string;
  connection(resource: string): Value;
  parameter(name: string): string;
}

/** Computes a value. Passes on what the source throws. */
export function resolveValue(value: Value, source: ValueSource): string {
  if (typeof value === 'string') return value;
  switch (value.kind) {
    case 'endpoint':
      return source.endpoint(value.resource, value.endpoint, value.property);
    case 'connection':
      return resolveValue(source.connection(value.resource), source);
    case 'parameter':
      return source.parameter(value.name);
    case 'text':
      return value.parts.map((part) => resolveValue(part, source)).join('');
  }
}

/** The expressions inside a value, texts taken apart. */
export function expressionsIn(value: Value): readonly Exclude<Expression, { kind: 'text' }>[] {
  if (typeof value === 'string') return [];
  return value.kind === 'text' ? value.parts.flatMap(expressionsIn) : [value];
}

/** True when the value must not be shown: it holds a secret, directly or through a connection. */
export function isSecret(
  value: Value,
  connection: (resource: string) => Value | undefined,
): boolean {
  return expressionsIn(value).some((expression) => {
    if (expression.kind === 'parameter') return expression.secret;
    if (expression.kind !== 'connection') return false;
    const target = connection(expression.resource);
    return target !== undefined && isSecret(target, connection);
  });
}
