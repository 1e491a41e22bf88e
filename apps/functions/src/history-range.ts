import * as z from 'zod';
import { BackendError } from './backend-error.ts';

export interface HistoryWindow {
  /** Unix milliseconds, both included. */
  readonly from: number;
  readonly to: number;
}

/** What is answered when nobody says how much: the last quarter of an hour. */
const defaultSpan = 15 * 60 * 1000;

const timeSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const querySchema = z.object({ from: timeSchema.nullable(), to: timeSchema.nullable() });

/**
 * Reads which part of the history is asked for.
 *
 * @throws BackendError `range-invalid`
 */
export function readHistoryWindow(query: URLSearchParams, now: number): HistoryWindow {
  const read = querySchema.safeParse({ from: query.get('from'), to: query.get('to') });
  if (!read.success) {
    throw new BackendError('range-invalid', "'from' and 'to' are Unix times in milliseconds");
  }
  const to = read.data.to ?? now;
  const from = read.data.from ?? Math.max(0, to - defaultSpan);
  if (from > to) throw new BackendError('range-invalid', "'from' must not be later than 'to'");
  return { from, to };
}
