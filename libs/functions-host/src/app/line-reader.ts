/** Longer lines are cut: a log line of that size helps nobody and would have to be kept in memory. */
const maxLineLength = 16_384;

/** Calls `onLine` for every line of what is fed to it. `end` passes on an unfinished last line. */
export function createLineReader(onLine: (line: string) => void): {
  feed(text: string): void;
  end(): void;
} {
  let unfinished = '';
  const emit = (line: string): void => {
    const text = line.replace(/\r$/, '');
    if (text !== '') onLine(text.slice(0, maxLineLength));
  };
  return {
    feed(text) {
      const lines = (unfinished + text).split('\n');
      unfinished = (lines.pop() ?? '').slice(0, maxLineLength);
      lines.forEach(emit);
    },
    end() {
      emit(unfinished);
      unfinished = '';
    },
  };
}
