/**
 * Parts of a connection string that are secret by themselves. Programs print them without the rest,
 * as in a URL's query.
 */
const secretPart = /(?:^|;)\s*[^;=]*(?:key|secret|password|signature|token)\s*=\s*([^;]+)/gi;

/** Shorter parts are words that a log may hold for any reason, and nothing that protects anybody. */
const shortestPart = 8;

/** Makes a function that hides secrets in a text, so that no log keeps what a part prints of them. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .flatMap((secret) => [secret, ...partsOf(secret)])
    .filter((secret) => secret !== '');
  // A whole before its parts, so that it is hidden as a whole.
  known.sort((a, b) => b.length - a.length);
  return (text) => known.reduce((shown, secret) => shown.replaceAll(secret, '(secret)'), text);
}

function partsOf(secret: string): string[] {
  return [...secret.matchAll(secretPart)]
    .map(([, part = '']) => part.trim())
    .filter((part) => part.length >= shortestPart);
}
