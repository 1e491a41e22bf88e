import { useThemeChoice } from '../theme/use-theme.ts';
import { themeChoices } from '../theme/theme.ts';
import { useScene } from './board-context.ts';

const names = { system: 'System', light: 'Light', dark: 'Dark' } as const;

export function ThemeChoices() {
  const { theme } = useScene();
  const choice = useThemeChoice(theme);
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Theme</legend>
      {themeChoices.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="theme"
            checked={one === choice}
            onChange={() => theme.choose(one)}
          />
          <span>{names[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
