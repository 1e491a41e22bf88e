import * as z from 'zod/mini';
import { boardIdSchema } from './board.ts';
import { frameSchema, seriesSchema, units } from './frame.ts';

/** Paths of the backend, below its base URL. */
export const backendPaths = {
  negotiate: '/api/negotiate',
  history: (board: string) => `/api/boards/${encodeURIComponent(board)}/history`,
  /** `POST` a notice here and everyone gets it; below, one person or one group does. */
  messages: '/api/messages',
  messagesToUser: (userId: string) => `/api/messages/user/${encodeURIComponent(userId)}`,
  messagesToGroup: (group: string) => `/api/messages/group/${encodeURIComponent(group)}`,
  /** `DELETE` ends all connections of whoever asks; to go on, one signs in again. */
  ownConnections: '/api/me/connections',
  /** `DELETE` does the same to somebody else, as when a role was withdrawn. */
  connectionsOf: (userId: string) => `/api/people/${encodeURIComponent(userId)}/connections`,
  health: '/api/health',
  /** Description of all of these for programs. */
  openApi: '/api/openapi.json',
} as const;

/** Paths of the collector, below its base URL. */
export const collectorPaths = { metrics: '/api/metrics', health: '/health' } as const;

/** Answer of `POST /api/negotiate`, in the form that SignalR clients follow. */
export const negotiateAnswerSchema = z.object({ url: z.url(), accessToken: z.string() });

/**
 * Answer of `GET /api/boards/{board}/history?from=&to=` (Unix milliseconds, both optional): stored
 * frames in order. The first frame of each epoch is a key frame, so every one can be decoded; it
 * may begin before `from`. `more` says that the answer was cut: ask again from the last frame on.
 */
export const historyAnswerSchema = z.object({
  board: boardIdSchema,
  frames: z.array(frameSchema),
  more: z.boolean(),
});
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;

/** How the values that several instances give one series become the one that is drawn. */
export const combinations = ['sum', 'largest'] as const;

/** A value of one's own, in `POST /api/metrics` to the collector: one of these, or an array. */
export const pushedMetricSchema = z.object({
  name: seriesSchema.shape.name,
  value: z.number(),
  unit: z._default(z.enum(units), 'count'),
  /** Where to draw it; without it the metric gets a chart of its own. */
  chart: z.optional(seriesSchema.shape.chart),
  decimals: z._default(seriesSchema.shape.decimals, 2),
  /**
   * Which of several senders of this series it is, where a program runs more than once: each gives a
   * value of its own, and what is drawn is made of all that were pushed in the last 15 seconds.
   */
  instance: z.optional(z.string().check(z.minLength(1), z.maxLength(80))),
  /** What is drawn of several instances; their sum where nothing is said. */
  combine: z.optional(z.enum(combinations)),
});
export type PushedMetric = z.infer<typeof pushedMetricSchema>;

export const pushedMetricsSchema = z.union([
  z.array(pushedMetricSchema).check(z.minLength(1), z.maxLength(500)),
  z.pipe(
    pushedMetricSchema,
    z.transform((one) => [one]),
  ),
]);

/** How every HTTP refusal of ours looks: a stable code for programs, a sentence for people. */
export const problemSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});
export type Problem = z.infer<typeof problemSchema>;

/** Code of the refusal that only signing in anew cures: a renewed token would undo the sign-out. */
export const sessionEnded = 'session-ended';
