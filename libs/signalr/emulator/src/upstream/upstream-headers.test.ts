import { describe, expect, it } from 'vitest';
import { toHeaderValue } from './upstream-headers.ts';

describe(toHeaderValue, () => {
  it.for(['', 'una', 'una@example.com', 'role: a, role: b', '100% of (it)', '%%', '50%off'])(
    'leaves %j as it is',
    (value) => {
      expect(toHeaderValue(value)).toBe(value);
    },
  );

  it.for([
    ['Ünä Ö', '%C3%9Cn%C3%A4 %C3%96'],
    ['a\r\nX-ASRS-User-Id: eve', 'a%0D%0AX-ASRS-User-Id: eve'],
    ['\u0000', '%00'],
    [' una ', '%20una%20'],
    ['ü%', '%C3%BC%25'],
    ['😀', '%F0%9F%98%80'],
    ['a%C3%BC', 'a%25C3%25BC'],
    ['%41', '%2541'],
    ['100% Ünä, %20', '100%25 %C3%9Cn%C3%A4, %2520'],
  ])('encodes %j so that decoding returns it', ([value = '', header]) => {
    expect(toHeaderValue(value)).toBe(header);
    expect(decodeURIComponent(toHeaderValue(value))).toBe(value);
  });

  it('replaces half a character, which has no UTF-8 form', () => {
    expect(toHeaderValue('\ud800')).toBe('%EF%BF%BD');
  });
});
