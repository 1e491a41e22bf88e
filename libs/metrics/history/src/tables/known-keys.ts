/** Remembers keys of rows that are there, so that they are not written over and over. */
export interface KnownKeys {
  has(key: string): boolean;
  add(key: string): void;
  clear(): void;
}

/** Forgets everything once it is full: what is written twice does no harm. */
export function createKnownKeys(limit: number): KnownKeys {
  const keys = new Set<string>();
  return {
    has: (key) => keys.has(key),
    add(key) {
      if (keys.size >= limit) keys.clear();
      keys.add(key);
    },
    clear: () => keys.clear(),
  };
}
