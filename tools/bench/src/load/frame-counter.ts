const firstControlOpcode = 0x8;

/**
 * Counts the payload of a server's WebSocket frames from the bytes of the socket. Frames are walked
 * over, not decoded, and nothing is allocated: the load generator must cost less than any server.
 *
 * Reference: RFC 6455, section 5.2
 */
export class FrameCounter {
  /** Payload of data frames so far; pings and the like do not count. */
  payloadBytes = 0;
  /** Data frames that have ended. */
  frames = 0;
  /** Payload of the data frame that began last. */
  lastFrameBytes = 0;

  #headerBytes = 0;
  #lengthBytes = 0;
  #isData = false;
  #length = 0;
  /** Payload bytes that are still to come. */
  #left = 0;

  /** Reads the first `length` bytes of `chunk`. */
  read(chunk: Uint8Array, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, length - at);
        at += taken;
        this.#left -= taken;
        if (this.#isData) this.payloadBytes += taken;
        if (this.#left === 0) this.#endFrame();
      } else {
        this.#readHeader(chunk[at] ?? 0);
        at += 1;
      }
    }
  }

  #readHeader(byte: number): void {
    this.#headerBytes += 1;
    if (this.#headerBytes === 1) {
      this.#isData = (byte & 0x0f) < firstControlOpcode;
      return;
    }
    if (this.#headerBytes === 2) {
      const length = byte & 0x7f;
      this.#lengthBytes = length === 127 ? 8 : length === 126 ? 2 : 0;
      this.#length = this.#lengthBytes === 0 ? length : 0;
    } else {
      this.#length = this.#length * 256 + byte;
    }
    if (this.#headerBytes < 2 + this.#lengthBytes) return;
    this.#headerBytes = 0;
    this.#left = this.#length;
    if (this.#isData) this.lastFrameBytes = this.#length;
    if (this.#left === 0) this.#endFrame();
  }

  #endFrame(): void {
    if (this.#isData) this.frames += 1;
  }
}
