import { splitPath, type RouteTemplate } from './route-template.ts';

export interface Route<Target> {
  readonly template: RouteTemplate;
  /** Upper-case. All when empty. */
  readonly methods: readonly string[];
  readonly target: Target;
}

export type RouteResult<Target> =
  | {
      readonly kind: 'found';
      readonly target: Target;
      readonly params: Readonly<Record<string, string>>;
    }
  /** The path is known, but none of its functions takes the method. */
  | { readonly kind: 'other-method'; readonly methods: readonly string[] }
  | { readonly kind: 'unknown' };

export interface RouteTable<Target> {
  find(method: string, path: string): RouteResult<Target>;
}

/** The most specific template wins, whatever the order of registration. */
export function createRouteTable<Target>(routes: readonly Route<Target>[]): RouteTable<Target> {
  const ordered = [...routes].sort((a, b) => compareRanks(a.template.rank, b.template.rank));

  return {
    find(method, path) {
      const segments = decodeSegments(path);
      if (segments === undefined) return { kind: 'unknown' };
      const methods = new Set<string>();
      for (const { template, methods: own, target } of ordered) {
        const params = template.match(segments);
        if (params === undefined) continue;
        if (own.length === 0 || own.includes(method)) return { kind: 'found', target, params };
        for (const other of own) methods.add(other);
      }
      return methods.size > 0
        ? { kind: 'other-method', methods: [...methods].sort() }
        : { kind: 'unknown' };
    },
  };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [at, rank] of a.entries()) {
    const difference = rank - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function decodeSegments(path: string): string[] | undefined {
  try {
    return splitPath(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
