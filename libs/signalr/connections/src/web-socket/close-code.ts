/** Codes that we send or act on. Reference: RFC 6455, section 7.4.1 */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  /** Never on the wire: stands for a close frame without a code. */
  none: 1005,
} as const;

/** Defined, and not one of those that only stand for something: 1004 to 1006 and 1015. */
const reserved: ReadonlySet<number> = new Set([1004, 1005, 1006, 1015]);

/** Whether a peer may send this code. Codes below 3000 have to be registered ones. */
export function maySendCloseCode(code: number): boolean {
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && !reserved.has(code);
}
