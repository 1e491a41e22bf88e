import { malformed } from './message-reader.ts';

/**
 * The items of a MessagePack array as slices of its bytes, so that an item can be passed on as it
 * is. Everything is checked to be there: a header that announces more elements than bytes are left
 * is refused before anybody allocates room for them.
 *
 * Reference: https://github.com/msgpack/msgpack/blob/master/spec.md
 *
 * @throws ProtocolError `message-malformed`
 */
export function messagePackItems(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view, 0);
  if (header.kind !== 'array') throw malformed('Expected a MessagePack array.');
  const items: Uint8Array[] = [];
  let at = header.end;
  while (items.length < header.elements) {
    const end = endOfItem(view, at);
    items.push(bytes.subarray(at, end));
    at = end;
  }
  if (at !== bytes.length) throw malformed('Bytes follow the MessagePack array.');
  return items;
}

interface Header {
  readonly kind: 'array' | 'map' | 'value';
  /** Index after the header and whatever is not an element of its own. */
  readonly end: number;
  /** Items that follow and belong to this one. */
  readonly elements: number;
}

function endOfItem(view: DataView, start: number): number {
  let at = start;
  let missing = 1;
  while (missing > 0) {
    const { end, elements } = readHeader(view, at);
    at = end;
    missing += elements - 1;
    if (at + missing > view.byteLength) throw truncated();
  }
  return at;
}

function readHeader(view: DataView, at: number): Header {
  if (at >= view.byteLength) throw truncated();
  const code = view.getUint8(at);
  if (code <= 0x7f || code >= 0xe0) return value(at + 1);
  if (code <= 0x8f) return { kind: 'map', end: at + 1, elements: 2 * (code & 0x0f) };
  if (code <= 0x9f) return { kind: 'array', end: at + 1, elements: code & 0x0f };
  if (code <= 0xbf) return checked(view, at + 1 + (code & 0x1f));
  switch (code) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return value(at + 1);
    case 0xc4: // bin 8, 16, 32
    case 0xc5:
    case 0xc6:
      return sized(view, at, 2 ** (code - 0xc4), 0);
    case 0xc7: // ext 8, 16, 32
    case 0xc8:
    case 0xc9:
      return sized(view, at, 2 ** (code - 0xc7), 1);
    case 0xca:
      return checked(view, at + 5);
    case 0xcb:
      return checked(view, at + 9);
    case 0xcc: // uint 8 to 64
    case 0xcd:
    case 0xce:
    case 0xcf:
      return checked(view, at + 1 + 2 ** (code - 0xcc));
    case 0xd0: // int 8 to 64
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return checked(view, at + 1 + 2 ** (code - 0xd0));
    case 0xd4: // fixext 1 to 16
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return checked(view, at + 2 + 2 ** (code - 0xd4));
    case 0xd9: // str 8, 16, 32
    case 0xda:
    case 0xdb:
      return sized(view, at, 2 ** (code - 0xd9), 0);
    case 0xdc:
    case 0xdd: {
      const width = code === 0xdc ? 2 : 4;
      return { kind: 'array', end: at + 1 + width, elements: readLength(view, at + 1, width) };
    }
    case 0xde:
    case 0xdf: {
      const width = code === 0xde ? 2 : 4;
      return { kind: 'map', end: at + 1 + width, elements: 2 * readLength(view, at + 1, width) };
    }
    default:
      throw malformed(`The byte 0x${code.toString(16)} is not MessagePack.`);
  }
}

const value = (end: number): Header => ({ kind: 'value', end, elements: 0 });

function checked(view: DataView, end: number): Header {
  if (end > view.byteLength) throw truncated();
  return value(end);
}

function sized(view: DataView, at: number, width: number, extra: number): Header {
  return checked(view, at + 1 + width + extra + readLength(view, at + 1, width));
}

function readLength(view: DataView, at: number, width: number): number {
  if (at + width > view.byteLength) throw truncated();
  if (width === 1) return view.getUint8(at);
  return width === 2 ? view.getUint16(at) : view.getUint32(at);
}

const truncated = () => malformed('The MessagePack message ends too early.');
