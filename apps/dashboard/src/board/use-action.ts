import { useState } from 'react';
import { DashboardError } from '../dashboard-error.ts';

export interface Action {
  readonly busy: boolean;
  /** Why it last came to nothing, in a sentence. */
  readonly failure: string | undefined;
  /** Resolves with whether it was done. One at a time: meanwhile others are not begun. */
  run(act: () => Promise<void>): Promise<boolean>;
}

/** Something that a person does and the backend may refuse. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  return {
    busy,
    failure,
    async run(act) {
      if (busy) return false;
      setBusy(true);
      setFailure(undefined);
      try {
        await act();
        return true;
      } catch (cause) {
        setFailure(DashboardError.from(cause).message);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
