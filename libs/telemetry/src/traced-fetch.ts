import { dataPlaneRoute } from './data-plane-route.ts';
import type { Recorder } from './recorder.ts';
import { safeName } from './safe-name.ts';

/**
 * A `fetch` that records requests to SignalR's data plane, with hub, route and target, and sends the
 * trace context along. Other requests pass as they are: whoever gets them needs to know no trace of ours.
 */
export function traceFetch(
  fetch: typeof globalThis.fetch,
  recorder: () => Recorder | undefined,
): typeof globalThis.fetch {
  return async (input, init) => {
    const current = recorder();
    const url = URL.parse(input instanceof Request ? input.url : String(input));
    const route = url && dataPlaneRoute(url.pathname);
    if (!current || !route || input instanceof Request) return fetch(input, init);

    const body = typeof init?.body === 'string' ? init.body : undefined;
    const method = safeName(init?.method ?? 'GET');
    const call = current.begin({
      kind: 'client',
      name: `${method} ${route.route}`,
      attributes: {
        'http.request.method': method,
        'http.route': route.route,
        'signalr.hub': route.hub,
        'signalr.target': targetOf(body),
      },
    });
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(call.headers)) headers.set(name, value);
    const bytes = body === undefined ? undefined : Buffer.byteLength(body);
    try {
      const response = await call.run(() => fetch(input, { ...init, headers }));
      const attributes = { 'http.response.status_code': response.status };
      call.end({ isFailed: response.status >= 500, attributes, bytes });
      return response;
    } catch (reason) {
      call.end({ isFailed: true, bytes });
      throw reason;
    }
  };
}

/** The target stands first in what the client of the data plane writes; the arguments are not looked at. */
function targetOf(body: string | undefined): string {
  if (body === undefined) return 'none';
  return safeName(/^\{"target":"([^"\\]{1,80})"/.exec(body)?.[1]);
}
