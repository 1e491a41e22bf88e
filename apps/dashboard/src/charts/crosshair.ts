/** The moment that all charts point at while somebody hovers over one of them or moves by keys. */
export interface Crosshair {
  /** Unix milliseconds; `undefined` while nobody points. */
  at(): number | undefined;
  point(at: number | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createCrosshair(): Crosshair {
  let current: number | undefined;
  const listeners = new Set<() => void>();
  return {
    at: () => current,
    point(at) {
      if (at === current) return;
      current = at;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
