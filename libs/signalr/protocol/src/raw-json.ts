/**
 * A value that is kept as the JSON text it arrived in. A JSON writer copies the text; others ask
 * for the value. The text has been parsed once, so it is known to be JSON.
 */
export class RawJson {
  readonly text: string;

  /** @param text JSON that has been checked already. */
  constructor(text: string) {
    this.text = text;
  }

  /**
   * The value. Integers that a double cannot hold become `bigint`, so that binary protocols can
   * still carry them exactly.
   */
  value(): unknown {
    return JSON.parse(this.text, reviveInteger as (key: string, value: unknown) => unknown);
  }
}

function reviveInteger(_key: string, value: unknown, context?: { readonly source?: string }) {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}
