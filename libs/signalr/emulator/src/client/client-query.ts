const secrets: ReadonlySet<string> = new Set(['id', 'access_token']);

/** A connect request's query as backends may see it: connection token and access token taken out. */
export function withoutSecrets(query: URLSearchParams): string {
  const shown = new URLSearchParams(
    [...query].filter(([name]) => !secrets.has(name.toLowerCase())),
  );
  return shown.size === 0 ? '' : `?${shown.toString()}`;
}
