import { ProtocolError } from './protocol-error.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** @throws ProtocolError `frame-malformed` */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new ProtocolError('frame-malformed', 'A frame is not UTF-8', { cause });
  }
}

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
