/** Makes a function that hides secrets in a text, so that no log keeps what a part prints of them. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== '');
  return (text) => known.reduce((shown, secret) => shown.replaceAll(secret, '(secret)'), text);
}
