import type { SQLOutputValue } from 'node:sqlite';
import { frameSchema, seriesSchema, type Frame, type Series } from '@heliograph/contracts';

export interface RowReader {
  /** The frame; `undefined` for a damaged row, and for differences before the first key frame of a run. */
  read(row: Readonly<Record<string, SQLOutputValue>>): Frame | undefined;
  /** Damaged rows so far. */
  readonly skipped: number;
}

/**
 * Reads rows of one answer, in order. A file can be damaged or edited, so nothing in it is believed
 * before the contract's schema has read it.
 */
export function createRowReader(): RowReader {
  const tables = new Map<SQLOutputValue, Series[] | undefined>();
  const begun = new Set<SQLOutputValue>();
  let skipped = 0;

  function tableOf(id: SQLOutputValue, json: SQLOutputValue): Series[] | undefined {
    if (!tables.has(id)) tables.set(id, parseSeries(json));
    return tables.get(id);
  }

  return {
    read({ run = null, series = null, json = null, body, ...rest }) {
      const isKey = series !== null;
      const table = isKey ? tableOf(series, json) : undefined;
      const { success, data } = frameSchema.safeParse({ ...rest, values: body });
      if (!success || (isKey && !table)) {
        skipped += 1;
        return undefined;
      }
      if (isKey) begun.add(run);
      if (!begun.has(run)) return undefined;
      return table ? { ...data, series: table } : data;
    },
    get skipped() {
      return skipped;
    },
  };
}

function parseSeries(json: SQLOutputValue): Series[] | undefined {
  try {
    const parsed: unknown = JSON.parse(String(json));
    if (!Array.isArray(parsed)) return undefined;
    return parsed.map((each) => seriesSchema.parse(each));
  } catch {
    return undefined;
  }
}
