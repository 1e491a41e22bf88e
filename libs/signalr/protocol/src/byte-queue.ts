/** Shared by all that are empty: most connections never hold back a byte. */
const nothing = new Uint8Array();

/** Bytes that wait for the rest of their frame. Grows by doubling, so tiny pieces stay cheap. */
export class ByteQueue {
  #bytes: Uint8Array = nothing;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  /** A view of what is queued, valid until the next call. */
  peek(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Takes everything out; the caller owns it. */
  take(): Uint8Array {
    const taken = this.peek();
    this.#bytes = nothing;
    this.#length = 0;
    return taken;
  }
}
