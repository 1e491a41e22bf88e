export interface Refusal {
  /** Function that refused. */
  readonly where: string;
  /** Stable code of the reason. */
  readonly code: string;
  /** User id; absent when nobody could be identified. */
  readonly who?: string | undefined;
}

export interface CountedRefusal {
  readonly where: string;
  readonly code: string;
  readonly count: number;
}

export interface Refusals {
  /** Counts a refusal and returns the sentence for the log. It holds no token and no payload. */
  record(refusal: Refusal): string;
  list(): CountedRefusal[];
}

/** Counts what was refused, and why. Functions and codes are closed lists, so it stays small. */
export function createRefusals(): Refusals {
  const counted = new Map<string, CountedRefusal>();

  return {
    record({ where, code, who }) {
      const key = `${where} ${code}`;
      const count = (counted.get(key)?.count ?? 0) + 1;
      counted.set(key, { where, code, count });
      // A user id comes from outside: as JSON it cannot forge another line.
      const whom = who === undefined ? 'somebody unidentified' : JSON.stringify(who);
      return `${where} refused ${whom}: ${code} (${count} so far)`;
    },
    list: () => [...counted.values()],
  };
}
