import { createSignal } from '../live/signal.ts';
import type { ThemeName } from '../charts/palette.ts';

export type ThemeChoice = 'system' | ThemeName;
export const themeChoices: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const storageKey = 'heliograph.theme';

/** Light or dark: what the person chose, or else what their system prefers. */
export interface Theme {
  choice(): ThemeChoice;
  name(): ThemeName;
  choose(choice: ThemeChoice): void;
  subscribe(listener: () => void): () => void;
}

export function createTheme(page: {
  readonly root: HTMLElement;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly prefersLight: Pick<MediaQueryList, 'matches' | 'addEventListener'>;
}): Theme {
  const { root, storage, prefersLight } = page;
  const changed = createSignal();
  let choice = themeChoices.find((known) => known === storage.getItem(storageKey)) ?? 'system';

  const name = (): ThemeName => {
    if (choice !== 'system') return choice;
    return prefersLight.matches ? 'light' : 'dark';
  };
  const apply = (): void => {
    root.dataset['theme'] = name();
    changed.tell();
  };

  prefersLight.addEventListener('change', apply);
  apply();
  return {
    choice: () => choice,
    name,
    choose(next) {
      choice = next;
      storage.setItem(storageKey, next);
      apply();
    },
    subscribe: changed.subscribe,
  };
}
