import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { upgradeAnswer, upgradeRefusal } from './upgrade.ts';

const valid = {
  connection: 'keep-alive, Upgrade',
  upgrade: 'WebSocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

const request = (headers: IncomingHttpHeaders, method = 'GET') =>
  ({ method, headers: { ...valid, ...headers } }) as IncomingMessage;

describe(upgradeRefusal, () => {
  it('finds nothing wrong with what browsers send', () => {
    const browsers = {
      'sec-websocket-extensions': 'permessage-deflate',
      origin: 'http://localhost',
    };
    expect(upgradeRefusal(request(browsers))).toBeUndefined();
  });

  it.for<[string, IncomingMessage, number]>([
    ['another method', request({}, 'POST'), 405],
    ['another protocol', request({ upgrade: 'h2c' }), 400],
    ['an older version', request({ 'sec-websocket-version': '8' }), 426],
    ['no version', request({ 'sec-websocket-version': undefined }), 426],
    ['no key', request({ 'sec-websocket-key': undefined }), 400],
    ['a short key', request({ 'sec-websocket-key': 'dGhlIHNhbXBsZQ==' }), 400],
    ['two keys', request({ 'sec-websocket-key': `${valid['sec-websocket-key']}, a` }), 400],
  ])('refuses %s', ([, wrong, status]) => {
    expect(upgradeRefusal(wrong)?.status).toBe(status);
  });

  it('names the version that it speaks', () => {
    const refusal = upgradeRefusal(request({ 'sec-websocket-version': '14' }));
    expect(refusal?.headers?.['Sec-WebSocket-Version']).toBe('13');
  });
});

describe(upgradeAnswer, () => {
  it('proves that the key was read, and declines extensions and subprotocols by silence', () => {
    const asked = {
      'sec-websocket-protocol': 'json',
      'sec-websocket-extensions': 'permessage-deflate',
    };
    expect(upgradeAnswer(request(asked)).split('\r\n')).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      // The example of RFC 6455, section 1.3
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      '',
      '',
    ]);
  });
});
