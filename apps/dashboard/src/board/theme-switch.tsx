import { useThemeChoice } from '../theme/use-theme.ts';
import type { ThemeChoice } from '../theme/theme.ts';
import { useScene } from './board-context.ts';
import { Icon } from './icon.tsx';

const next: Readonly<Record<ThemeChoice, ThemeChoice>> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
};
const icons = { system: 'system', light: 'sun', dark: 'moon' } as const;
const names = { system: "the system's theme", light: 'light theme', dark: 'dark theme' } as const;

/** Goes round: as the system does, light, dark. */
export function ThemeSwitch() {
  const { theme } = useScene();
  const choice = useThemeChoice(theme);
  const label = `Using ${names[choice]}; switch to ${names[next[choice]]}`;
  return (
    <button
      type="button"
      className="icon-button wide-only"
      aria-label={label}
      title={label}
      onClick={() => theme.choose(next[choice])}
    >
      <Icon name={icons[choice]} />
    </button>
  );
}
