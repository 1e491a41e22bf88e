import type { ThemeName } from './palette.ts';

/** What a canvas needs to know of the page's style sheet. */
export interface PlotTheme {
  readonly name: ThemeName;
  readonly text: string;
  readonly grid: string;
  readonly hatch: string;
  readonly font: string;
}

/** Reads the custom properties that `tokens.css` defines for both themes. */
export function readPlotTheme(root: Element, name: ThemeName): PlotTheme {
  const style = getComputedStyle(root);
  const token = (property: string): string => style.getPropertyValue(property).trim();
  return {
    name,
    text: token('--text-muted'),
    grid: token('--chart-grid'),
    hatch: token('--chart-hatch'),
    font: `11px ${token('--font')}`,
  };
}
