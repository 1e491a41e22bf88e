import type { InputData } from '../rpc/typed-data.ts';

export interface TimerOccurrence {
  /** Unix times in milliseconds. */
  readonly last: number | undefined;
  readonly next: number | undefined;
  readonly isPastDue: boolean;
}

/** The value of a timer trigger; the library writes its members in camelCase. */
export function toTimerValue({ last, next, isPastDue }: TimerOccurrence): InputData {
  const text = (time: number | undefined): string => new Date(time ?? 0).toISOString();
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: { Last: text(last), Next: text(next), LastUpdated: text(last) },
      IsPastDue: isPastDue,
    }),
  };
}
