import { describe, expect, it } from 'vitest';
import { toHttpAnswer } from './response-data.ts';

describe(toHttpAnswer, () => {
  it('is 204 for a function that set nothing', () => {
    for (const nothing of [undefined, null, { json: '{}' }]) {
      expect(toHttpAnswer(nothing)).toMatchObject({ status: 204, headers: {} });
    }
  });

  it('leaves out headers that describe the connection', () => {
    const headers = { 'Content-Length': '9', 'transfer-encoding': 'chunked', 'X-A': 'b' };

    expect(toHttpAnswer({ http: { statusCode: '200', headers } }).headers).toEqual({ 'x-a': 'b' });
  });

  it.for([
    { statusCode: '99' },
    { statusCode: 'x' },
    { headers: { 'bad name': 'x' } },
    { headers: { 'x-a': 'a\r\nset-cookie: b' } },
    { cookies: [{ name: 'a;b', value: '' }] },
    { cookies: [{ name: 'a', value: '', path: { value: '/; secure' } }] },
  ])('refuses %j', (http) => {
    expect(() => toHttpAnswer({ http })).toThrow(
      expect.objectContaining({ code: 'binding-failed' }),
    );
  });

  it('writes cookies with all their attributes', () => {
    const cookie = {
      name: 'id',
      value: 'ä;b',
      domain: { value: 'example.org' },
      path: { value: '/a' },
      expires: { value: { seconds: 86_400 } },
      maxAge: { value: 60 },
      secure: { value: true },
      httpOnly: { value: true },
      sameSite: 'explicitNone' as const,
    };

    expect(toHttpAnswer({ http: { cookies: [cookie] } }).headers).toEqual({
      'set-cookie': [
        'id=%C3%A4%3Bb; Expires=Fri, 02 Jan 1970 00:00:00 GMT; Max-Age=60; Domain=example.org; ' +
          'Path=/a; Secure; HttpOnly; SameSite=None',
      ],
    });
  });
});
