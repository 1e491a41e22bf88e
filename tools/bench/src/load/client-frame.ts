/**
 * A WebSocket text frame as a client sends it. The masking key is zero, so the payload stays
 * readable; a server unmasks it all the same.
 *
 * Reference: RFC 6455, section 5.3
 */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = payload.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
  header[0] = 0x81;
  if (payload.length < 126) {
    header[1] = 0x80 | payload.length;
  } else {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([header, payload]);
}
