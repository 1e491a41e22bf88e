import type { GapReason } from '@heliograph/metrics-core';

const sentences: Readonly<Record<GapReason, string>> = {
  'collector-restarted': 'The collector was not running',
  'ticks-missed': 'The collector was too busy to measure',
  'not-received': 'Not received, and not in the history',
};

/** Why there is nothing to draw, for people. */
export const gapSentence = (reason: GapReason): string => sentences[reason];
