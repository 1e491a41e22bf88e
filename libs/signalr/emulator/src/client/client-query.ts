const secrets: ReadonlySet<string> = new Set(['id', 'access_token']);

/**
 * A connect request's query as backends may see it: connection token and access token taken out, the
 * others escaped as clients escape them (a space is `%20`).
 */
export function withoutSecrets(query: URLSearchParams): string {
  const shown: string[] = [];
  query.forEach((value, name) => {
    if (secrets.has(name.toLowerCase())) return;
    shown.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  });
  return shown.length === 0 ? '' : `?${shown.join('&')}`;
}
