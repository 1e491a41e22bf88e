import { roles, type Role, type Watcher } from '@heliograph/contracts';
import type { Recipient } from '../messages/people-connection.ts';

/** Somebody or some role to choose, under a key that is unique among them. */
export interface RecipientChoice {
  readonly key: string;
  readonly name: string;
  /** The name within a sentence. */
  readonly spoken: string;
  readonly recipient: Recipient;
}

const roleNames: Readonly<Record<Role, string>> = {
  viewer: 'viewers',
  operator: 'operators',
  admin: 'admins',
};

/** Everyone with a role. */
export const roleChoices: readonly RecipientChoice[] = roles.map((role) => ({
  key: `role:${role}`,
  name: `All ${roleNames[role]}`,
  spoken: `all ${roleNames[role]}`,
  recipient: { role },
}));

/** Who watches the board, oneself among them. */
export const personChoices = (
  watchers: readonly Watcher[],
  self: string | undefined,
): RecipientChoice[] =>
  watchers.map(({ userId, name }) => ({
    key: `user:${userId}`,
    name: userId === self ? 'Yourself' : name || userId,
    spoken: userId === self ? 'yourself' : name || userId,
    recipient: { userId },
  }));
