export interface SparklineFrame {
  readonly width: number;
  readonly height: number;
  /** First and last time shown. */
  readonly times: readonly [number, number];
  /** Value at the bottom and at the top. */
  readonly values: readonly [number, number];
}

/** SVG path data. */
export interface Sparkline {
  readonly line: string;
  /** What lies below the line. */
  readonly area: string;
}

/** Draws a small line over time, broken where values are missing. */
export function sparkline(
  times: readonly number[],
  values: readonly (number | null)[],
  { width, height, ...frame }: SparklineFrame,
): Sparkline {
  const [from, to] = frame.times;
  const [bottom, top] = frame.values;
  let line = '';
  let area = '';
  let start: string | undefined;
  let end = '';

  const closeArea = (): void => {
    if (start !== undefined) area += `L${end} ${height}L${start} ${height}Z`;
    start = undefined;
  };

  values.forEach((value, index) => {
    if (value === null) {
      closeArea();
      return;
    }
    const x = ((((times[index] ?? from) - from) / (to - from || 1)) * width).toFixed(1);
    const y = (height - ((value - bottom) / (top - bottom || 1)) * height).toFixed(1);
    const point = `${start === undefined ? 'M' : 'L'}${x} ${y}`;
    line += point;
    area += point;
    start ??= x;
    end = x;
  });
  closeArea();
  return { line, area };
}
