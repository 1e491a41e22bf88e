/** The target of a request, taken apart without resolving it: `//` and `..` stay what they are. */
export interface RequestTarget {
  /** As it was sent, escapes included. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly search: string;
  readonly query: URLSearchParams;
}

export function readRequestTarget(url = '/'): RequestTarget {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const search = at < 0 ? '' : url.slice(at);
  return { path, search, query: new URLSearchParams(search) };
}
