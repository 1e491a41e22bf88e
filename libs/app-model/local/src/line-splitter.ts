import { StringDecoder } from 'node:string_decoder';

/** Longer lines are cut: a log is for people, and memory must not depend on what a part prints. */
export const longestLine = 16 * 1024;

export interface LineSplitter {
  /** The lines that `chunk` completes. */
  read(chunk: Uint8Array): string[];
  /** What follows the last line break. */
  end(): string[];
}

/** Cuts a stream of UTF-8 into lines. Chunks and lines need not line up. */
export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let unfinished = '';

  const keep = (line: string): string => line.slice(0, longestLine);
  return {
    read(chunk) {
      const lines = (unfinished + decoder.write(Buffer.from(chunk))).split(/\r?\n/);
      unfinished = keep(lines.pop() ?? '');
      return lines.map(keep);
    },
    end() {
      const rest = unfinished + decoder.end();
      unfinished = '';
      return rest === '' ? [] : [keep(rest)];
    },
  };
}
