import * as z from 'zod/mini';

/**
 * Where the backend notes whose access tokens count no longer: a partition of the small state, with
 * the user id as the key. Everything that lets people in by their token looks there.
 */
export const sessionEnds = 'session-ends';

const sessionEndSchema = z.object({
  /** Unix milliseconds. Tokens that were issued then or before count no longer. */
  at: z.number(),
});
export type SessionEnd = z.infer<typeof sessionEndSchema>;

/** Whether what was found under somebody's user id ends a token that was issued at `issuedAt`. */
export function isEndedBy(found: unknown, issuedAt: number): boolean {
  const end = sessionEndSchema.safeParse(found);
  return end.success && issuedAt <= end.data.at;
}
