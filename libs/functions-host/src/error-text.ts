/** The message of whatever was thrown. */
export const errorText = (reason: unknown): string =>
  reason instanceof Error ? reason.message : String(reason);
