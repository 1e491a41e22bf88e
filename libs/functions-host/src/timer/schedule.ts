/**
 * When a timer is due: an NCRONTAB expression of six fields (five: at second 0), or a time span such
 * as `00:05:00`. Times are UTC, as in Azure without `WEBSITE_TIME_ZONE`. Where both a day of the
 * month and a day of the week are given, both must fit.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer
 */
import { parseTimeSpan } from '../settings/time-span.ts';
import { cronFields, parseCronField } from './cron-field.ts';

export interface Schedule {
  /** The first moment after `after` at which the timer is due. Unix time in milliseconds. */
  next(after: number): number | undefined;
}

/** A leap day is at most eight years away. */
const horizonYears = 9;

/** Reads a schedule. Throws a `RangeError` that says what is wrong with it. */
export function parseSchedule(text: string): Schedule {
  const parts = text.trim().split(/\s+/);
  const interval = parts.length === 1 ? parseTimeSpan(text.trim()) : undefined;
  if (interval !== undefined) {
    if (!Number.isFinite(interval) || interval <= 0) throw new RangeError(`"${text}" never comes`);
    return { next: (after) => after + interval };
  }
  if (parts.length === 5) parts.unshift('0');
  if (parts.length !== cronFields.length) {
    throw new RangeError(`"${text}" is neither an NCRONTAB expression nor a time span`);
  }
  const fields = cronFields.map((field, at) => parseCronField(parts[at] ?? '', field));
  const schedule = { next: (after: number) => findNext(fields, after) };
  if (schedule.next(0) === undefined) throw new RangeError(`"${text}" never comes`);
  return schedule;
}

function findNext(fields: readonly ReadonlySet<number>[], after: number): number | undefined {
  const [seconds, minutes, hours, days, months, weekdays] = fields;
  const at = new Date(Math.floor(after / 1000) * 1000 + 1000);
  const lastYear = at.getUTCFullYear() + horizonYears;
  // Where a field does not fit, everything smaller begins anew at its next value.
  while (at.getUTCFullYear() <= lastYear) {
    if (!months?.has(at.getUTCMonth() + 1)) {
      at.setUTCMonth(at.getUTCMonth() + 1, 1);
      at.setUTCHours(0, 0, 0);
    } else if (!days?.has(at.getUTCDate()) || !weekdays?.has(at.getUTCDay())) {
      at.setUTCDate(at.getUTCDate() + 1);
      at.setUTCHours(0, 0, 0);
    } else if (!hours?.has(at.getUTCHours())) {
      at.setUTCHours(at.getUTCHours() + 1, 0, 0);
    } else if (!minutes?.has(at.getUTCMinutes())) {
      at.setUTCMinutes(at.getUTCMinutes() + 1, 0);
    } else if (!seconds?.has(at.getUTCSeconds())) {
      at.setUTCSeconds(at.getUTCSeconds() + 1);
    } else {
      return at.getTime();
    }
  }
  return undefined;
}
