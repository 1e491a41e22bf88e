const secrets: ReadonlySet<string> = new Set(['id', 'access_token']);

/** A connect request's query as backends may see it: connection token and access token taken out. */
export function withoutSecrets(query: URLSearchParams): string {
  const shown = new URLSearchParams();
  query.forEach((value, name) => {
    if (!secrets.has(name.toLowerCase())) shown.append(name, value);
  });
  return shown.size === 0 ? '' : `?${shown.toString()}`;
}
