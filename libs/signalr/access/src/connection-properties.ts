import { AccessError } from './access-error.ts';

/** Values of a connection string by their key in lower case. */
export type ConnectionProperties = ReadonlyMap<string, string>;

// Longer than any real one; keeps a wrong file given by mistake from being read as properties.
const maxLength = 16 * 1024;

/**
 * Splits a connection string. A part that is no pair may be a piece of the key, so messages name
 * its position and not its text.
 *
 * @throws AccessError `connection-string-malformed`
 */
export function readConnectionProperties(text: string, example: string): ConnectionProperties {
  const should = `It should look like ${example}`;
  if (text.trim() === '') throw malformed(`is empty. ${should}`);
  if (text.length > maxLength) throw malformed(`is longer than ${maxLength} characters`);

  const properties = new Map<string, string>();
  const parts = text.split(';');
  for (const [index, part] of parts.entries()) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(equals, 0)).trim();
    if (equals < 0 || key === '') {
      throw malformed(`has a part ${index + 1} that is not key=value. ${should}`);
    }
    if (properties.has(key.toLowerCase())) {
      throw malformed(`has part ${index + 1} with a key that was given before. ${should}`);
    }
    const value = part.slice(equals + 1).trim();
    // Keys travel on in messages and headers; a line break inside one is always a copying mistake.
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(value)) {
      throw malformed(`has a control character in part ${index + 1}. ${should}`);
    }
    properties.set(key.toLowerCase(), value);
  }
  if (properties.size < 2) throw malformed(`has fewer than two parts. ${should}`);
  return properties;
}

const malformed = (what: string): AccessError =>
  new AccessError('connection-string-malformed', `The connection string ${what}`);
