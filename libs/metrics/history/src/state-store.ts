export interface StateEntry {
  readonly key: string;
  /** As it was put, through JSON. */
  readonly value: unknown;
  /** Unix milliseconds. */
  readonly expiresAt?: number;
}

/** Largest value, in bytes of its JSON. What Azure Table Storage takes in one property. */
export const maxValueBytes = 32 * 1024;
/** Longest partition and key, in characters. */
export const maxKeyLength = 255;

/**
 * Small records, kept under a key in a partition, that may expire: leases of who is present, saved
 * boards. The last to put wins. An expired record is not there any more, for any method. Every method
 * rejects with a `StoreError`.
 */
export interface StateStore {
  /** `expiresAt`: Unix milliseconds; without it the record stays until it is deleted. */
  put(
    partition: string,
    key: string,
    value: unknown,
    options?: { readonly expiresAt?: number },
  ): Promise<void>;
  /** The value, or `undefined`. */
  get(partition: string, key: string): Promise<unknown>;
  /** In order of keys. */
  list(partition: string): Promise<StateEntry[]>;
  /** Whether there was one. */
  delete(partition: string, key: string): Promise<boolean>;
  /** After it, every method rejects. */
  close(): Promise<void>;
}
