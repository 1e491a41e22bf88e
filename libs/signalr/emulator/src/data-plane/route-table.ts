import type { Operation, Route, UrlStyle } from './operation.ts';

export interface RouteMatch {
  readonly operation: Operation;
  readonly route: Route;
  readonly hub: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Which operation a request means, or why none. */
export type RouteResult = RouteMatch | 'path-unknown' | 'method-not-allowed';

interface Entry {
  readonly operation: Operation;
  readonly route: Route;
  readonly segments: readonly string[];
}

/** Bounds what is remembered of each method; a publisher sends to the same few paths. */
const maxRemembered = 1000;
const maxRememberedLength = 512;

export interface RouteTable {
  /** @param path As it was sent: each segment is unescaped once, here. */
  match(method: string, path: string): RouteResult;
  /** The methods that a path is defined for. */
  methods(path: string): readonly string[];
}

export function createRouteTable(operations: readonly Operation[]): RouteTable {
  const entries: Entry[] = operations.flatMap((operation) =>
    operation.routes.map((route) => ({
      operation,
      route,
      segments: route.path === '' ? [] : route.path.split('/'),
    })),
  );

  /** By method and path, which are not joined: a publisher's path needs no string of its own. */
  const remembered = new Map<string, Map<string, RouteMatch>>();

  /** Whatever is defined for a path, with any method. */
  function* matches(path: string): Generator<RouteMatch> {
    const parts = splitPath(path);
    if (parts === undefined) return;
    const { style, hub, rest } = parts;
    for (const { operation, route, segments } of entries) {
      if (route.style !== style || segments.length !== rest.length) continue;
      const parameters = matchSegments(segments, rest);
      if (parameters !== undefined) yield { operation, route, hub, parameters };
    }
  }

  function search(method: string, path: string): RouteResult {
    let pathKnown = false;
    for (const match of matches(path)) {
      if (match.route.method === method) return match;
      pathKnown = true;
    }
    return pathKnown ? 'method-not-allowed' : 'path-unknown';
  }

  return {
    match(method, path) {
      const known = remembered.get(method)?.get(path);
      if (known !== undefined) return known;
      const result = search(method, path);
      if (typeof result === 'object' && path.length <= maxRememberedLength) {
        const matched = remembered.get(method) ?? new Map<string, RouteMatch>();
        if (matched.size >= maxRemembered) matched.clear();
        remembered.set(method, matched.set(path, result));
      }
      return result;
    },
    methods: (path) => [...new Set(Array.from(matches(path), ({ route }) => route.method))],
  };
}

/** Takes `/api[/v1]/hubs/{hub}/…` apart. A trailing slash means nothing, case of literals neither. */
function splitPath(
  path: string,
): { style: UrlStyle; hub: string; rest: readonly string[] } | undefined {
  const segments: string[] = [];
  for (const escaped of path.replace(/\/$/, '').split('/').slice(1)) {
    try {
      segments.push(decodeURIComponent(escaped));
    } catch {
      return undefined;
    }
  }
  const style = segments[1]?.toLowerCase() === 'v1' ? 'v1' : 'dated';
  const [api, hubs, hub, ...rest] = style === 'v1' ? segments.toSpliced(1, 1) : segments;
  if (api?.toLowerCase() !== 'api' || hubs?.toLowerCase() !== 'hubs' || !hub) return undefined;
  return { style, hub, rest };
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [at, wanted] of pattern.entries()) {
    const given = segments[at] ?? '';
    if (wanted.startsWith('{')) {
      // What starts with a colon is an action that this pattern does not mean.
      if (given === '') return undefined;
      parameters.set(wanted.slice(1, -1), given);
    } else if (wanted.toLowerCase() !== given.toLowerCase()) {
      return undefined;
    }
  }
  return parameters;
}
