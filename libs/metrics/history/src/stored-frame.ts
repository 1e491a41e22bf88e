import { frameSchema, seriesSchema, type Frame, type Series } from '@heliograph/contracts';

/**
 * A frame as a driver read it: the frame's own fields, with its values as `body`; `run`, the same
 * for all frames of one epoch; and in key frames `series`, which names the table written in `json`.
 */
export type StoredRow = Readonly<Record<string, unknown>>;

export interface RowReader {
  /** The frame; `undefined` for a damaged row, and for differences before the first key frame of a run. */
  read(row: StoredRow): Frame | undefined;
  /** Damaged rows so far. */
  readonly skipped: number;
}

/**
 * Reads rows of one answer, in order. A store can be damaged or edited, so nothing in it is believed
 * before the contract's schema has read it.
 */
export function createRowReader(): RowReader {
  const tables = new Map<unknown, Series[] | undefined>();
  const begun = new Set<unknown>();
  let skipped = 0;

  function tableOf(id: unknown, json: unknown): Series[] | undefined {
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

function parseSeries(json: unknown): Series[] | undefined {
  try {
    const parsed: unknown = JSON.parse(String(json));
    if (!Array.isArray(parsed)) return undefined;
    return parsed.map((each) => seriesSchema.parse(each));
  } catch {
    return undefined;
  }
}
