/**
 * Lets through what can only be a name that somebody chose in code: short, of plain characters,
 * without a run of characters that looks like a key or a token. Everything else becomes `other`,
 * which also bounds how many different values a metric can get.
 */
export function safeName(text: unknown): string {
  if (typeof text !== 'string' || !/^[A-Za-z_][\w.:/{} -]{0,79}$/.test(text)) return 'other';
  if (/[A-Za-z0-9_-]{33,}/.test(text) || /^eyJ/.test(text)) return 'other';
  return text;
}
