/** The target of a request, taken apart without resolving it: `//` and `..` stay what they are. */
export interface RequestTarget {
  /** As it was sent, escapes included. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  /** To be read only: all targets without a query share one. */
  readonly query: URLSearchParams;
}

const noQuery = new URLSearchParams();

export function readRequestTarget(url = '/'): RequestTarget {
  const at = url.indexOf('?');
  if (at < 0) return { path: url, search: '', query: noQuery };
  const search = url.slice(at);
  return { path: url.slice(0, at), search, query: new URLSearchParams(search) };
}
