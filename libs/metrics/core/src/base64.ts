import { FrameError } from './frame-error.ts';

// In browsers and in Node alike; this library is compiled with the types of neither.
declare const atob: (text: string) => string;
declare const btoa: (binary: string) => string;

// `String.fromCharCode` takes its characters as arguments, and engines limit how many there may be.
const charactersPerCall = 8192;

/** Writes bytes as base64 with padding. */
export function writeBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += charactersPerCall) {
    binary += String.fromCharCode(...bytes.subarray(at, at + charactersPerCall));
  }
  return btoa(binary);
}

/** Reads base64. @throws FrameError `values-malformed` */
export function readBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (reason) {
    throw new FrameError('values-malformed', 'The values are not base64', { cause: reason });
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
