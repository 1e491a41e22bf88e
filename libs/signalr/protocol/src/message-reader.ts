import { ProtocolError } from './protocol-error.ts';

export type Members = Readonly<Record<string, unknown>>;

/** Reads a required member that is a string of at least one character. */
export function requiredText(members: Members, name: string): string {
  const text = optionalText(members, name);
  if (text === undefined) throw malformed(`Missing required property '${name}'.`);
  return text;
}

/** Reads a member that may be absent; `null` and `""` count as absent. */
export function optionalText(members: Members, name: string): string | undefined {
  const value = own(members, name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw malformed(`Expected '${name}' to be of type String.`);
  return value;
}

export function optionalHeaders(members: Members): Record<string, string> | undefined {
  const value = own(members, 'headers');
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw malformed(`Expected 'headers' to be of type Object.`);
  }
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string')
      throw malformed(`Expected header '${name}' to be of type String.`);
  }
  return value as Record<string, string>;
}

export function optionalTexts(members: Members, name: string): string[] | undefined {
  const value = own(members, name);
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw malformed(`Expected '${name}' to be of type Array of String.`);
  }
  return value.length > 0 ? value : undefined;
}

export function requiredSequenceId(members: Members): number {
  const value = own(members, 'sequenceId');
  if (value === undefined) throw malformed(`Missing required property 'sequenceId'.`);
  if (!Number.isSafeInteger(value)) throw malformed(`Expected 'sequenceId' to be of type Number.`);
  return value as number;
}

export function own(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

export function malformed(message: string, cause?: unknown): ProtocolError {
  return new ProtocolError('message-malformed', message, { cause });
}
