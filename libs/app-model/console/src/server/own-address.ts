/**
 * Whether a request was meant for us. A page of a foreign site can make a browser resolve its own
 * host name to 127.0.0.1 (DNS rebinding) and then read what listens there; its requests bear the
 * foreign name. Requests from pages of other origins bear theirs.
 */
export function isForUs(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  address: { readonly host: string; readonly port: number },
): boolean {
  const names = [...new Set([address.host, '127.0.0.1', 'localhost'])].map(
    (name) => `${name}:${address.port}`,
  );
  if (headers.host === undefined || !names.includes(headers.host.toLowerCase())) return false;
  return headers.origin === undefined || names.includes(headers.origin.replace(/^http:\/\//, ''));
}
