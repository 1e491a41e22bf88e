import {
  backslash,
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  quote,
} from './json-characters.ts';

/**
 * The members of a JSON object as slices of its text, so that a member can be passed on byte for
 * byte. A name that occurs twice keeps its last value, as `JSON.parse` does.
 *
 * @param text An object that `JSON.parse` has accepted; nothing is checked again here.
 */
export function jsonMembers(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = text.indexOf('{') + 1;

  for (;;) {
    const start = text.indexOf('"', at);
    if (start < 0 || text.slice(at, start).includes('}')) return members;
    const nameEnd = stringEnd(text, start);
    const valueStart = text.indexOf(':', nameEnd) + 1;
    const valueEnd = endOfValue(text, valueStart);
    members.set(nameOf(text, start, nameEnd), text.slice(valueStart, valueEnd).trim());
    if (text.charCodeAt(valueEnd) !== comma) return members;
    at = valueEnd + 1;
  }
}

function nameOf(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end - 1);
  return name.includes('\\') ? (JSON.parse(`"${name}"`) as string) : name;
}

/** Index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let end = start;
  do end = text.indexOf('"', end + 1);
  while (isEscaped(text, end));
  return end + 1;
}

/** Whether an odd number of backslashes stands before the index. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}

/** Index of the `,` or `}` that ends the value starting at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at) - 1;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (depth === 0 && (code === comma || code === closeBrace)) return at;
    else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return text.length;
}
