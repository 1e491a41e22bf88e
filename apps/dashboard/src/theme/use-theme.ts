import { useSyncExternalStore } from 'react';
import type { ThemeName } from '../charts/palette.ts';
import type { Theme, ThemeChoice } from './theme.ts';

export const useThemeName = (theme: Theme): ThemeName =>
  useSyncExternalStore(theme.subscribe, theme.name);

export const useThemeChoice = (theme: Theme): ThemeChoice =>
  useSyncExternalStore(theme.subscribe, theme.choice);
