import type { Clock } from './clock.ts';

/** Whether somebody can see the page. */
export interface Visibility {
  hidden(): boolean;
  subscribe(listener: () => void): () => void;
}

/** A glance at another tab is no reason to leave; longer than this is. */
export const leaveAfterMs = 10_000;

/** Tells when nobody has looked for a while, and each time that somebody looks again. */
export function watchAttention(
  visibility: Visibility,
  clock: Clock,
  on: { readonly away: () => void; readonly back: () => void },
): () => void {
  let cancel: (() => void) | undefined;

  const look = (): void => {
    cancel?.();
    cancel = undefined;
    if (visibility.hidden()) cancel = clock.after(leaveAfterMs, on.away);
    else on.back();
  };

  const unsubscribe = visibility.subscribe(look);
  if (visibility.hidden()) look();
  return () => {
    unsubscribe();
    cancel?.();
  };
}

/** The page's own visibility; coming online counts as looking again. */
export function pageVisibility(page: Document, host: Window): Visibility {
  return {
    hidden: () => page.visibilityState === 'hidden',
    subscribe(listener) {
      page.addEventListener('visibilitychange', listener);
      host.addEventListener('online', listener);
      return () => {
        page.removeEventListener('visibilitychange', listener);
        host.removeEventListener('online', listener);
      };
    },
  };
}
