import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../http-answer.ts';

/** What a key is hashed with, so that only who speaks the protocol answers it right. */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const version = '13';
const answerHead =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
/** 16 bytes in base64. */
const keyPattern = /^[+/0-9A-Za-z]{22}==$/;

/**
 * Says what is wrong with a request to become a WebSocket; `undefined` when it is right. That it
 * names `upgrade` as a connection option is what brought it here.
 *
 * Subprotocols and extensions are left unanswered, which declines them. Compression is one: with a
 * window for each client it costs nine times what sending does, and memory for every idle client.
 *
 * Reference: RFC 6455, sections 4.2.1 and 4.4
 */
export function upgradeRefusal({ method, headers }: IncomingMessage): HttpAnswer | undefined {
  if (method !== 'GET') return { status: 405, headers: { Allow: 'GET' } };
  if (headers.upgrade?.toLowerCase() !== 'websocket') {
    return { status: 400, body: 'The only protocol to upgrade to is websocket' };
  }
  if (headers['sec-websocket-version'] !== version) {
    const body = `Only version ${version} of the WebSocket protocol is spoken`;
    return {
      status: 426,
      body,
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Version': version },
    };
  }
  if (!keyPattern.test(headers['sec-websocket-key'] ?? '')) {
    return { status: 400, body: 'Sec-WebSocket-Key has to be 16 bytes in base64' };
  }
  return undefined;
}

/** The answer to a request that `upgradeRefusal` found right: from here on the socket speaks frames. */
export function upgradeAnswer({ headers }: IncomingMessage): string {
  const accept = hash('sha1', `${headers['sec-websocket-key']}${guid}`, 'base64');
  return `${answerHead}Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
}
