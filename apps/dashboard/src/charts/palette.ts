/**
 * Series colours that people with any common colour vision tell apart, after the Okabe–Ito set,
 * each with at least 3:1 against its theme's card. Beyond eight series the dash changes.
 */
const colours = {
  dark: ['#58b4ff', '#ff9f5a', '#2fd3a2', '#e88fd0', '#f2e05a', '#9aa2ff', '#ff7a7a', '#b9c3d8'],
  light: ['#0068b8', '#b45309', '#00795a', '#a3327f', '#7a6a00', '#4b4fc9', '#c02637', '#56617a'],
} as const;

export type ThemeName = keyof typeof colours;

const dashes: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [10, 3, 2, 3]];

/** The colour of the series at `place` of its chart. */
export function seriesColour(place: number, theme: ThemeName): string {
  const set = colours[theme];
  return set[place % set.length] ?? set[0];
}

/** The dash pattern, in CSS pixels, of the series at `place` of its chart. */
export function seriesDash(place: number): number[] {
  return [...(dashes[Math.floor(place / colours.dark.length) % dashes.length] ?? [])];
}
