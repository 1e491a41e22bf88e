/**
 * Where the system's locale is `C` or `POSIX`, Chromium names a language such as `en-US@posix` that
 * its own `Intl` refuses, and uPlot passes that name on while it is loaded. So this is loaded first.
 */
export function isUsableLanguage(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

if (typeof navigator !== 'undefined' && !isUsableLanguage(navigator.language)) {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
