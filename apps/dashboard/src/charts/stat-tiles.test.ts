import type { Series } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { toStatTiles } from './stat-tiles.ts';

const series = (name: string): Series => ({
  name,
  chart: 'x',
  label: name,
  unit: 'bytes',
  decimals: 0,
});

describe(toStatTiles, () => {
  it('shows a tile for what the machine measures and none for what it does not', () => {
    const tiles = toStatTiles(['network.sent', 'cpu.busy', 'coffee.cups'].map(series));

    expect(tiles.map(({ title, lines }) => [title, lines])).toEqual([
      ['CPU', ['cpu.busy']],
      ['Network', ['network.sent']],
    ]);
  });

  it('knows the whole of which memory is a part', () => {
    const [memory] = toStatTiles(['memory.used', 'memory.total'].map(series));

    expect(memory?.total?.name).toBe('memory.total');
  });
});
