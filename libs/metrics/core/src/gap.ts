/** Why there are no values between two ticks. */
export const gapReasons = [
  /** The collector ended and another run of it began. */
  'collector-restarted',
  /** The collector ran and numbered its frames on, but was too late for these ticks. */
  'ticks-missed',
  /** There were frames, but neither the live connection nor the history brought them. */
  'not-received',
] as const;

export type GapReason = (typeof gapReasons)[number];

/** A time without values. Both ends are ticks that have some, in Unix milliseconds. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: GapReason;
}
