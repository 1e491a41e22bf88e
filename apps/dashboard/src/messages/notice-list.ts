import type { Notification } from '@heliograph/contracts';

export interface ReceivedNotice {
  readonly notification: Notification;
  /** 1 until somebody has looked at it. */
  readonly unread: 0 | 1;
}

/** Kept in this page only; what is older is forgotten. */
const mostNotices = 100;

/** Puts a notification first; one that is there already changes nothing. */
export function withNotice(
  notices: readonly ReceivedNotice[],
  notification: Notification,
  attended: boolean,
): readonly ReceivedNotice[] {
  if (notices.some((one) => one.notification.id === notification.id)) return notices;
  const unread = attended ? 0 : 1;
  return [{ notification, unread } as const, ...notices].slice(0, mostNotices);
}

/** Somebody looked at all of them. */
export function withNoticesRead(notices: readonly ReceivedNotice[]): readonly ReceivedNotice[] {
  if (notices.every(({ unread }) => unread === 0)) return notices;
  return notices.map(({ notification }) => ({ notification, unread: 0 }));
}
