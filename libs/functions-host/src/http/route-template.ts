/**
 * Route templates as Azure Functions takes them from ASP.NET Core: literals, `{name}`, `{name?}`,
 * `{name=default}`, `{*rest}`, several parameters in one segment, and constraints such as `{id:int}`.
 *
 * Reference: https://learn.microsoft.com/aspnet/core/fundamentals/routing
 */
import { parseConstraint, type Constraint } from './route-constraint.ts';

export interface RouteTemplate {
  readonly text: string;
  /** Smaller is more specific; compared segment by segment. */
  readonly rank: readonly number[];
  /** The parameters' values when the path fits. `segments` are decoded. */
  match(segments: readonly string[]): Record<string, string> | undefined;
}

interface Parameter {
  readonly name: string;
  readonly constraints: readonly Constraint[];
  readonly fallback?: string;
  readonly kind: 'required' | 'optional' | 'rest';
}

interface Segment {
  readonly pattern: RegExp;
  readonly parameters: readonly Parameter[];
  readonly rank: number;
}

/** Reads a template. Throws a `RangeError` that says what is wrong with it. */
export function parseRouteTemplate(text: string): RouteTemplate {
  const parts = splitPath(text);
  const segments = parts.map((part, at) => parseSegment(part, at === parts.length - 1));
  const names = segments.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`the parameter {${twice}} appears twice`);

  return {
    text: parts.join('/'),
    rank: segments.map(({ rank }) => rank),
    match(path) {
      const last = segments.at(-1)?.parameters.at(-1);
      const values: [string, string][] = [];
      const fixed = last?.kind === 'rest' ? segments.length - 1 : segments.length;
      if (path.length > fixed && last?.kind !== 'rest') return undefined;
      for (const [at, segment] of segments.slice(0, fixed).entries()) {
        const given = path[at];
        if (given === undefined) {
          if (!segment.parameters.length || segment.parameters.some(isRequired)) return undefined;
          for (const { name, fallback } of segment.parameters) {
            if (fallback !== undefined) values.push([name, fallback]);
          }
          continue;
        }
        const found = segment.pattern.exec(given);
        if (!found) return undefined;
        for (const [index, parameter] of segment.parameters.entries()) {
          const value = found[index + 1] ?? '';
          if (!parameter.constraints.every((fits) => fits(value))) return undefined;
          values.push([parameter.name, value]);
        }
      }
      if (last?.kind === 'rest') {
        const rest = path.slice(fixed).join('/');
        if (rest !== '' && !last.constraints.every((fits) => fits(rest))) return undefined;
        values.push([last.name, rest || (last.fallback ?? '')]);
      }
      return Object.fromEntries(values);
    },
  };
}

/** The non-empty segments of a path. */
export const splitPath = (path: string): string[] => path.split('/').filter((part) => part !== '');

const isRequired = ({ kind, fallback }: Parameter): boolean =>
  kind === 'required' && fallback === undefined;

const rankOf = { literal: 1, constrained: 2, plain: 3, restConstrained: 4, rest: 5 } as const;

function parseSegment(text: string, isLast: boolean): Segment {
  const parameters: Parameter[] = [];
  let pattern = '';
  let literal = '';
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    if (char === '{') {
      const end = findEnd(text, at);
      pattern += escape(literal);
      literal = '';
      parameters.push(parseParameter(text.slice(at + 1, end)));
      pattern += '(.+?)';
      at = end + 1;
    } else if (char === '}') {
      throw new RangeError('a } has no { before it');
    } else {
      literal += char;
      at += 1;
    }
  }
  pattern += escape(literal);
  const rest = parameters.some(({ kind }) => kind === 'rest');
  const optional = parameters.some(({ kind }) => kind === 'optional');
  const alone = parameters.length === 1 && pattern === '(.+?)';
  if (rest && !(alone && isLast)) throw new RangeError('{*…} must be the whole last segment');
  if (optional && !isLast) throw new RangeError('an optional parameter must come last');
  if (optional && !alone) throw new RangeError('an optional parameter must be a whole segment');
  const constrained = parameters.some(({ constraints }) => constraints.length > 0);
  return {
    pattern: new RegExp(`^${pattern}$`, 'is'),
    parameters,
    rank:
      parameters.length === 0
        ? rankOf.literal
        : rest
          ? rankOf[constrained ? 'restConstrained' : 'rest']
          : rankOf[constrained || !alone ? 'constrained' : 'plain'],
  };
}

function parseParameter(text: string): Parameter {
  const match = /^(\*{0,2})([A-Za-z_][\w-]*)((?::.*?)?)(?:=(.*?))?(\?)?$/s.exec(text);
  const [, star = '', name = '', constraints = '', fallback, question] = match ?? [];
  if (!match) throw new RangeError(`{${text}} is not a parameter`);
  return {
    name,
    constraints: splitConstraints(constraints).map(parseConstraint),
    kind: star !== '' ? 'rest' : question === '?' ? 'optional' : 'required',
    ...(fallback !== undefined && { fallback }),
  };
}

/** `:int:range(1,5)` → `['int', 'range(1,5)']`. A colon inside parentheses separates nothing. */
const splitConstraints = (text: string): string[] =>
  text.match(/(?<=:)(?:\([^)]*\)|[^:(])+/g) ?? [];

/** Constraints such as `regex(^a{2}$)` may hold braces: find the one that closes ours. */
function findEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text.charAt(at) === '{') depth += 1;
    if (text.charAt(at) === '}' && --depth === 0) return at;
  }
  throw new RangeError('a { has no } after it');
}

const escape = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
