import type { Notification } from '@heliograph/contracts';
import type { Clock } from '../live/clock.ts';

/**
 * Notifications on top of the page. They go by themselves after a while, but not while somebody
 * points at them or cannot see them; critical ones stay until they are dismissed.
 */
export interface ToastTray {
  /** Newest last; the same array until something changes. */
  list(): readonly Notification[];
  show(notification: Notification): void;
  dismiss(id: string): void;
  /** While anything holds them, all stay; afterwards each has its full time again. */
  hold(why: string, held: boolean): void;
  clear(): void;
}

/** What more would cover is in the list of notifications too. */
const mostToasts = 3;

const shownForMs: Readonly<Record<Notification['level'], number | undefined>> = {
  info: 8_000,
  warning: 16_000,
  critical: undefined,
};

export function createToastTray(clock: Clock, onChange: () => void): ToastTray {
  let toasts: readonly Notification[] = [];
  const timers = new Map<string, () => void>();
  const holders = new Set<string>();

  const set = (next: readonly Notification[]): void => {
    toasts = next;
    for (const [id, cancel] of timers) {
      if (next.some((one) => one.id === id)) continue;
      cancel();
      timers.delete(id);
    }
    onChange();
  };

  const dismiss = (id: string): void => {
    if (toasts.some((one) => one.id === id)) set(toasts.filter((one) => one.id !== id));
  };

  const startTimer = ({ id, level }: Notification): void => {
    const shownFor = shownForMs[level];
    if (shownFor === undefined || holders.size > 0) return;
    timers.set(
      id,
      clock.after(shownFor, () => dismiss(id)),
    );
  };

  const stopTimers = (): void => {
    for (const cancel of timers.values()) cancel();
    timers.clear();
  };

  return {
    list: () => toasts,
    show(notification) {
      if (toasts.some(({ id }) => id === notification.id)) return;
      const first = toasts.length < mostToasts ? undefined : leastImportant(toasts);
      set([...toasts.filter((one) => one !== first), notification]);
      startTimer(notification);
    },
    dismiss,
    hold(why, held) {
      const before = holders.size > 0;
      if (held) holders.add(why);
      else holders.delete(why);
      const after = holders.size > 0;
      if (before === after) return;
      if (after) stopTimers();
      else toasts.forEach(startTimer);
    },
    clear() {
      stopTimers();
      if (toasts.length > 0) set([]);
    },
  };
}

/** The oldest that is not critical, or else the oldest. */
const leastImportant = (toasts: readonly Notification[]): Notification | undefined =>
  toasts.find(({ level }) => level !== 'critical') ?? toasts[0];
