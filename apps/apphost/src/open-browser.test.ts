import { describe, expect, it } from 'vitest';
import { browserCommand, type Desktop } from './open-browser.ts';

const url = 'http://127.0.0.1:4200';
const desk: Desktop = { platform: 'linux', env: { DISPLAY: ':0' }, isTerminal: true };

describe(browserCommand, () => {
  it('knows the desktop of each system', () => {
    expect(browserCommand(url, desk)).toEqual(['xdg-open', url]);
    expect(browserCommand(url, { ...desk, env: { WAYLAND_DISPLAY: 'w' } })).toBeDefined();
    expect(browserCommand(url, { ...desk, platform: 'darwin', env: {} })).toEqual(['open', url]);
    expect(browserCommand(url, { ...desk, platform: 'win32', env: {} })).toContain(url);
  });

  it.for([
    ['is no desktop', { env: {} }],
    ['is no terminal', { isTerminal: false }],
    ['is continuous integration', { env: { DISPLAY: ':0', CI: 'true' } }],
    ['is a remote session', { env: { DISPLAY: ':0', SSH_CONNECTION: 'a b' } }],
  ] satisfies [string, Partial<Desktop>][])('opens nothing where there %s', ([, change]) => {
    expect(browserCommand(url, { ...desk, ...change })).toBeUndefined();
  });
});
