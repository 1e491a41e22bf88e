import { describe, expect, it } from 'vitest';
import { isUsableLanguage } from './usable-language.ts';

describe(isUsableLanguage, () => {
  it.for([
    ['en-US', true],
    ['de', true],
    ['en-US@posix', false],
    ['', false],
  ] as const)('knows whether %j can be used: %s', ([language, usable]) => {
    expect(isUsableLanguage(language)).toBe(usable);
  });
});
