import type { Series } from '@heliograph/contracts';
import type { IconName } from '../board/icon.tsx';

/** One of the four figures over the charts: up to two series of a machine. */
export interface StatTile {
  readonly title: string;
  readonly icon: IconName;
  readonly figures: readonly StatFigure[];
  /** Names of the series that its sparkline draws. */
  readonly lines: readonly string[];
  /** The whole of which the figure is a part, as with memory. */
  readonly total?: Series | undefined;
}

export interface StatFigure {
  readonly series: Series;
  /** What tells two figures of one tile apart. */
  readonly label?: string;
}

interface TileRecipe {
  readonly title: string;
  readonly icon: IconName;
  readonly figures: readonly { readonly name: string; readonly label?: string }[];
  readonly total?: string;
}

const recipes: readonly TileRecipe[] = [
  { title: 'CPU', icon: 'cpu', figures: [{ name: 'cpu.busy' }] },
  { title: 'Memory', icon: 'memory', figures: [{ name: 'memory.used' }], total: 'memory.total' },
  {
    title: 'Disk',
    icon: 'disk',
    figures: [
      { name: 'disk.read', label: 'read' },
      { name: 'disk.write', label: 'write' },
    ],
  },
  {
    title: 'Network',
    icon: 'network',
    figures: [
      { name: 'network.received', label: 'in' },
      { name: 'network.sent', label: 'out' },
    ],
  },
];

/** The tiles for which a machine has series. */
export function toStatTiles(table: readonly Series[]): StatTile[] {
  const byName = new Map(table.map((series) => [series.name, series]));
  return recipes.flatMap(({ title, icon, figures, total }) => {
    const known = figures.flatMap(({ name, label }) => {
      const series = byName.get(name);
      return series ? [{ series, ...(label ? { label } : {}) }] : [];
    });
    if (known.length === 0) return [];
    const lines = known.map(({ series }) => series.name);
    return [{ title, icon, figures: known, lines, total: total ? byName.get(total) : undefined }];
  });
}
