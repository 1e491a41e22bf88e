/** A sparkline's outline as SVG path data, broken where values are missing. */
export function sparklinePath(
  values: ArrayLike<number | null | undefined>,
  size: { readonly width: number; readonly height: number },
  range: readonly [low: number, high: number],
): string {
  const [low, high] = range;
  const span = high - low || 1;
  const steps = Math.max(values.length - 1, 1);
  let path = '';
  let drawing = false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null || value === undefined || Number.isNaN(value)) {
      drawing = false;
      continue;
    }
    const x = (index / steps) * size.width;
    const y = size.height - ((value - low) / span) * size.height;
    path += `${drawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    drawing = true;
  }
  return path;
}
