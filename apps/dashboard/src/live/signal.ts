/** Tells listeners that something changed; the version tells how often it did. */
export interface Signal {
  tell(): void;
  subscribe(listener: () => void): () => void;
  version(): number;
}

export function createSignal(): Signal {
  const listeners = new Set<() => void>();
  let version = 0;
  return {
    tell() {
      version += 1;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}
