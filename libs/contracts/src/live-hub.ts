import { defineHub } from '@heliograph/signalr-contract';
import * as z from 'zod/mini';
import { boardIdSchema } from './board.ts';
import { frameSchema } from './frame.ts';
import { roles } from './roles.ts';

/** Somebody who watches a board. */
export const watcherSchema = z.object({
  userId: z.string().check(z.minLength(1), z.maxLength(255)),
  name: z.string().check(z.maxLength(255)),
});
export type Watcher = z.infer<typeof watcherSchema>;

export const joinedBoardSchema = z.object({
  board: boardIdSchema,
  watchers: z.array(watcherSchema),
});

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
  },
});
export type LiveHub = typeof liveHub;
