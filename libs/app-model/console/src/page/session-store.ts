/**
 * Where the page keeps its session: in the storage of its own origin, which includes the port. The
 * session is worth nothing once this start of the platform is over.
 */
const key = 'console-session';

export const sessionStore = {
  read: (): string | undefined => localStorage.getItem(key) ?? undefined,
  write: (session: string): void => localStorage.setItem(key, session),
  clear: (): void => localStorage.removeItem(key),
} as const;

/** The code that the address brought along, which is taken out of the address and the history. */
export function takeCodeFromAddress(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get('code') ?? undefined;
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code;
}
