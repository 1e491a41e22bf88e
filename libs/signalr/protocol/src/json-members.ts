const quote = 0x22;
const backslash = 0x5c;

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
    members.set(
      JSON.parse(text.slice(start, nameEnd)) as string,
      text.slice(valueStart, valueEnd).trim(),
    );
    if (text[valueEnd] !== ',') return members;
    at = valueEnd + 1;
  }
}

/** Index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote || Number.isNaN(code)) return at + 1;
  }
}

/** Index of the `,` or `}` that ends the value starting at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = stringEnd(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (depth === 0 && (character === ',' || character === '}')) return at;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return text.length;
}
