const most = 6;

/** Digits after the decimal point that somebody typed, as far as a series keeps them: `1.50` has 2. */
export function typedDecimals(text: string): number {
  const [, fraction = '', exponent = '0'] = /^[^.e]*\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  return Math.min(most, Math.max(0, fraction.length - Number(exponent)));
}
