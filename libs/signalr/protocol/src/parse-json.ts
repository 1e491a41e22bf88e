import {
  backslash,
  closeBrace,
  closeBracket,
  openBrace,
  openBracket,
  quote,
} from './json-characters.ts';

/** Arrays and objects within each other; far more than anything that is meant. */
export const maxJsonDepth = 1_000;

/**
 * `JSON.parse` for text from outside. What nests by the hundred thousand would keep it busy for
 * seconds, in which nobody else is served, and end the stack of whoever walks the value.
 *
 * @throws SyntaxError when it is not JSON, RangeError when it nests too deep
 */
export function parseJson(text: string): unknown {
  // Each level takes a character, so most messages need not be looked at.
  if (text.length > maxJsonDepth && nestsTooDeep(text)) {
    throw new RangeError(`The JSON nests more than ${maxJsonDepth} levels`);
  }
  return JSON.parse(text);
}

/** Right for JSON; of other text it only has to come to an end. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let isWithinString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) isWithinString = !isWithinString;
    else if (isWithinString) at += code === backslash ? 1 : 0;
    else if (code === openBracket || code === openBrace) depth += 1;
    else if (code === closeBracket || code === closeBrace) depth -= 1;
    if (depth > maxJsonDepth) return true;
  }
  return false;
}
