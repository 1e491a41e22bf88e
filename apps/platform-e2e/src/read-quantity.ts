const factors: Readonly<Record<string, number>> = {
  '': 1,
  '%': 1,
  ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50 },
};

/** Reads what the dashboard writes: `31.9 GiB`, `12.5%`, `1,024 KiB/s`. A dash is no value. */
export function readQuantity(text: string): number | undefined {
  const [, number = '', unit = ''] = /^([\d.,]+)\s*([A-Za-z%]*)(?:\/s)?$/.exec(text.trim()) ?? [];
  const factor = factors[unit];
  return number === '' || factor === undefined
    ? undefined
    : Number(number.replaceAll(',', '')) * factor;
}
