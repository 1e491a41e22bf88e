import type { OutputData } from './typed-data.ts';

/** The value that a function returned or set as an output. `undefined` when it set none. */
export function readOutput(data: OutputData | null | undefined): unknown {
  if (data === null || data === undefined) return data;
  if (typeof data.json === 'string') return JSON.parse(data.json) as unknown;
  return data.string ?? data.bytes ?? data.int ?? data.double ?? undefined;
}
