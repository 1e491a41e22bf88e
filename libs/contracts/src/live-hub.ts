import { defineHub } from '@heliograph/signalr-contract';
import * as z from 'zod/mini';
import { boardIdSchema } from './board.ts';
import { frameSchema } from './frame.ts';
import { pushedMetricSchema } from './http.ts';
import {
  chatMessageSchema,
  chatTextSchema,
  greetingSchema,
  noticeSchema,
  notificationSchema,
  receiptSchema,
  recipientSchema,
  watcherSchema,
} from './live-messages.ts';
import { roles } from './roles.ts';

export const joinedBoardSchema = z.object({
  board: boardIdSchema,
  watchers: z.array(watcherSchema),
});

/** The collector took the value on. */
export const publishedMetricSchema = z.object({ name: pushedMetricSchema.shape.name });

/** A thousand characters, each of which JSON may write with six bytes, and what is around them. */
const largestMessage = 10 * 1024;

/**
 * The one hub. A SignalR connection belongs to one hub and is paid for, so a person has one
 * connection and everything live goes over it.
 */
export const liveHub = defineHub({
  name: 'live',
  client: {
    /** The newest ticks of a board. To the board's group. */
    frame: { arguments: z.tuple([boardIdSchema, frameSchema]), maxBytes: 64 * 1024 },
    /** Who watches a board, after somebody came or left. To the board's group. */
    presenceChanged: {
      arguments: z.tuple([boardIdSchema, z.array(watcherSchema)]),
      maxBytes: 16 * 1024,
    },
    /** Who the caller is to us, once for each connection. To the new connection alone. */
    greeting: { arguments: z.tuple([greetingSchema]), maxBytes: 4 * 1024 },
    /** To everyone; or to one person and to the sender's own connections. */
    chatMessage: { arguments: z.tuple([chatMessageSchema]), maxBytes: largestMessage },
    /** To a person, to everyone with a role, to a group, or to everyone. */
    notification: { arguments: z.tuple([notificationSchema]), maxBytes: largestMessage },
  },
  server: {
    /** Adds this connection to a board's group; answers with who watches it. Idempotent. */
    joinBoard: {
      arguments: z.tuple([boardIdSchema]),
      result: joinedBoardSchema,
      roles,
      maxBytes: 256,
    },
    /** Takes this connection out of a board's group. Idempotent. */
    leaveBoard: {
      arguments: z.tuple([boardIdSchema]),
      result: z.object({ board: boardIdSchema }),
      roles,
      maxBytes: 256,
    },
    /** Says something to everyone who is connected. */
    chatToAll: {
      arguments: z.tuple([chatTextSchema]),
      result: receiptSchema,
      roles,
      maxBytes: largestMessage,
    },
    /** Says something to one person, by user id: on all their connections. Oneself is fine. */
    chatToPerson: {
      arguments: z.tuple([watcherSchema.shape.userId, chatTextSchema]),
      result: receiptSchema,
      roles,
      maxBytes: largestMessage,
    },
    /** Notifies one person, or everyone with a role. */
    notify: {
      arguments: z.tuple([recipientSchema, noticeSchema]),
      result: receiptSchema,
      roles: ['operator', 'admin'],
      maxBytes: largestMessage,
    },
    /** Has a value of one's own drawn with those of the machine, from the next tick on. */
    publishMetric: {
      arguments: z.tuple([pushedMetricSchema]),
      result: publishedMetricSchema,
      roles: ['operator', 'admin'],
      maxBytes: 2 * 1024,
    },
  },
});
export type LiveHub = typeof liveHub;
