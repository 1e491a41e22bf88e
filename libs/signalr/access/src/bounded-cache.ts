export interface BoundedCacheOptions {
  readonly maxEntries: number;
  /** Of all keys together: whoever chooses the keys does not choose how much memory they take. */
  readonly maxCharacters: number;
}

/** Remembers what was made of a text. When there is no more room, the oldest goes first. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  #characters = 0;

  constructor({ maxEntries, maxCharacters }: BoundedCacheOptions) {
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Does nothing for a key that is too long by itself. */
  set(key: string, value: Value): void {
    if (key.length > this.#maxCharacters) return;
    for (const oldest of this.#entries.keys()) {
      const hasRoom =
        this.#entries.size < this.#maxEntries &&
        this.#characters + key.length <= this.#maxCharacters;
      if (hasRoom) break;
      this.delete(oldest);
    }
    const { size } = this.#entries;
    this.#entries.set(key, value);
    if (this.#entries.size > size) this.#characters += key.length;
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#characters -= key.length;
  }
}
