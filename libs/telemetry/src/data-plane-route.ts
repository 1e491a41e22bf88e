import { safeName } from './safe-name.ts';

/** What a request to SignalR's data plane does, without whom it concerns. */
export interface DataPlaneRoute {
  readonly hub: string;
  /** Path with ids, users and groups replaced by what they are. */
  readonly route: string;
}

/** `undefined` for a path that is not the data plane's. */
export function dataPlaneRoute(path: string): DataPlaneRoute | undefined {
  const [, hub, rest] = /^\/api\/hubs\/([^/]+)(\/.*|)$/.exec(path) ?? [];
  if (hub === undefined || rest === undefined) return undefined;
  const route = rest.replaceAll(
    /\/(groups|users|connections)\/(?!:)[^/]+/g,
    (_, kind: string) => `/${kind}/{${kind.slice(0, -1)}}`,
  );
  const isKnown = /^(\/(groups|users|connections|:[a-zA-Z]{2,40}|\{[a-z]+\}))*$/.test(route);
  return { hub: safeName(hub), route: isKnown ? `/api/hubs/{hub}${route}` : 'other' };
}
