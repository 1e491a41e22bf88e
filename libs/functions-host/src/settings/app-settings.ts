import { FunctionsHostError } from '../functions-host-error.ts';

/** The app's settings by name. Names are compared without regard to case, as Azure does. */
export interface AppSettings {
  get(name: string): string | undefined;
  /** Replaces `%NAME%` by the setting's value. @throws FunctionsHostError `settings-invalid` */
  expand(text: string): string;
  /** What follows `prefix:` in the names that begin so, with `:` for `__`. */
  below(prefix: string): readonly string[];
  /** What the worker's process sees as its environment. */
  environment(): Record<string, string>;
}

/** `env` wins over `values`, so a local file can always be overruled from outside. */
export function createAppSettings(
  values: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): AppSettings {
  const merged = new Map<string, [name: string, value: string]>();
  for (const [name, value] of [...Object.entries(values), ...Object.entries(env)]) {
    if (value !== undefined) merged.set(key(name), [name, value]);
  }
  const get = (name: string): string | undefined => merged.get(key(name))?.[1];

  return {
    get,
    expand: (text) =>
      text.replace(/%([^%\s]+)%/g, (_match, name: string) => {
        const value = get(name);
        if (value === undefined) {
          throw new FunctionsHostError('settings-invalid', `The setting ${name} is not set`);
        }
        return value;
      }),
    below(prefix) {
      const start = `${key(prefix)}:`;
      return [...merged]
        .filter(([known]) => known.startsWith(start))
        .map(([, [name]]) => name.replaceAll('__', ':').slice(start.length));
    },
    environment: () => Object.fromEntries(merged.values()),
  };
}

/** Azure turns `:` into `__` where an environment variable cannot carry it; both mean the same. */
const key = (name: string): string => name.replaceAll('__', ':').toLowerCase();
