/** Where the collector says what changed: the part of a pino logger that it uses. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What to log of something that was caught: never more than a code and a sentence. */
export function reasonOf(caught: unknown): { code: string; message: string } {
  if (!(caught instanceof Error)) return { code: 'unknown', message: String(caught) };
  const code = 'code' in caught && typeof caught.code === 'string' ? caught.code : caught.name;
  return { code, message: caught.message };
}
