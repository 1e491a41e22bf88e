/**
 * What people say to each other over the live hub: who the backend takes the person here for, their
 * conversations, and the notifications that reached them. Nothing of it outlives the page, because
 * the service keeps no messages; what is kept here is bounded. React only reads from it.
 */
import type { Greeting, Notice, Notification, PushedMetric } from '@heliograph/contracts';
import type { Visibility } from '../live/attention.ts';
import type { Clock } from '../live/clock.ts';
import { createSignal } from '../live/signal.ts';
import { toActionError } from './action-error.ts';
import {
  everyone,
  unreadOf,
  withMessage,
  withRead,
  type Conversation,
  type ConversationId,
} from './conversations.ts';
import { withNotice, withNoticesRead, type ReceivedNotice } from './notice-list.ts';
import type { PeopleConnection, Recipient } from './people-connection.ts';
import { createToastTray } from './toast-tray.ts';

/** What somebody has open, and so reads as it comes. */
export type Attention =
  { readonly kind: 'conversation'; readonly id: ConversationId } | { readonly kind: 'notices' };

export interface MessengerSnapshot {
  readonly live: boolean;
  /** Who the backend says one is. Of an earlier connection while not live. */
  readonly greeting: Greeting | undefined;
  /** Milliseconds by which the backend's clock was ahead of this one at the greeting. */
  readonly serverAhead: number;
  readonly conversations: readonly Conversation[];
  /** Newest first. */
  readonly notices: readonly ReceivedNotice[];
  readonly toasts: readonly Notification[];
  readonly unreadMessages: number;
  readonly unreadNotices: number;
}

/** The actions reject with a `DashboardError` whose message is a sentence for the person. */
export interface Messenger {
  start(): void;
  /** Stops and forgets everything, because the next one here may be somebody else. */
  stop(): void;
  /** The same value until something changes. */
  snapshot(): MessengerSnapshot;
  subscribe(listener: () => void): () => void;
  attend(attention: Attention | undefined): void;
  say(to: ConversationId, text: string): Promise<void>;
  notify(recipient: Recipient, notice: Notice): Promise<void>;
  publish(metric: PushedMetric): Promise<void>;
  dismissToast(id: string): void;
  /** Toasts stay while they are pointed at or used. */
  holdToasts(held: boolean): void;
}

export interface MessengerParts {
  readonly connection: PeopleConnection;
  readonly clock: Clock;
  readonly visibility: Visibility;
}

const nothing: MessengerSnapshot = {
  live: false,
  greeting: undefined,
  serverAhead: 0,
  conversations: [],
  notices: [],
  toasts: [],
  unreadMessages: 0,
  unreadNotices: 0,
};

export function createMessenger({ connection, clock, visibility }: MessengerParts): Messenger {
  const changed = createSignal();
  let snapshot = nothing;
  let attention: Attention | undefined;
  let undo: (() => void)[] = [];

  const update = (change: Partial<MessengerSnapshot>): void => {
    const { conversations, notices } = { ...snapshot, ...change };
    snapshot = {
      ...snapshot,
      ...change,
      unreadMessages: unreadOf(conversations),
      unreadNotices: unreadOf(notices),
    };
    changed.tell();
  };
  const toasts = createToastTray(clock, () => update({ toasts: toasts.list() }));

  /** What is open counts as read only while somebody can see it. */
  const attended = (): Attention | undefined => (visibility.hidden() ? undefined : attention);

  const readAttended = (): void => {
    const open = attended();
    if (!open) return;
    const { conversations, notices } = snapshot;
    if (open.kind === 'conversation') {
      const read = withRead(conversations, open.id);
      if (read !== conversations) update({ conversations: read });
    } else {
      const read = withNoticesRead(notices);
      if (read !== notices) update({ notices: read });
    }
  };

  const act = async (call: () => Promise<unknown>): Promise<void> => {
    try {
      await call();
    } catch (cause) {
      throw toActionError(cause);
    }
  };

  return {
    start() {
      undo = [
        connection.subscribe(() => {
          const live = connection.isLive();
          if (live !== snapshot.live) update({ live });
        }),
        connection.onGreeting((greeting) =>
          update({ greeting, serverAhead: greeting.serverTime - clock.now() }),
        ),
        connection.onChatMessage((message) => {
          const open = attended();
          const conversations = withMessage(snapshot.conversations, message, {
            self: snapshot.greeting?.userId,
            attended: open?.kind === 'conversation' ? open.id : undefined,
          });
          if (conversations !== snapshot.conversations) update({ conversations });
        }),
        connection.onNotification((notification) => {
          const isOpen = attended()?.kind === 'notices';
          const notices = withNotice(snapshot.notices, notification, isOpen);
          if (notices === snapshot.notices) return;
          update({ notices });
          if (!isOpen) toasts.show(notification);
        }),
        visibility.subscribe(() => {
          toasts.hold('hidden', visibility.hidden());
          readAttended();
        }),
      ];
      toasts.hold('hidden', visibility.hidden());
      update({ live: connection.isLive() });
    },
    stop() {
      undo.forEach((release) => release());
      undo = [];
      attention = undefined;
      toasts.hold('used', false);
      toasts.clear();
      update(nothing);
    },
    snapshot: () => snapshot,
    subscribe: changed.subscribe,
    attend(next) {
      attention = next;
      readAttended();
    },
    say: (to, text) =>
      act(() => (to === everyone ? connection.chatToAll(text) : connection.chatToPerson(to, text))),
    notify: (recipient, notice) => act(() => connection.notify(recipient, notice)),
    publish: (metric) => act(() => connection.publishMetric(metric)),
    dismissToast: toasts.dismiss,
    holdToasts: (held) => toasts.hold('used', held),
  };
}
