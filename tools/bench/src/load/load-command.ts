import * as z from 'zod';
import { addressSchema } from '../contenders/contender.ts';

const server = { address: addressSchema, serverPid: z.number() };
const span = { warmUpMs: z.number(), windowMs: z.number() };

/** Who receives, where it is not simply everybody in one group who speaks JSON. */
export const crowdSchema = z.object({
  /** How many groups the receivers are spread over; each message goes to one, in turn. */
  groups: z.number().default(1),
  /** Requests to a group without members before each message: work that nobody hears of. */
  unheard: z.number().default(0),
  /** Whether every other receiver speaks MessagePack. */
  isMixed: z.boolean().default(false),
  /** Receivers on top that never read. */
  stalled: z.number().default(0),
  /** Whether clients of our service negotiate before they connect, as they do unless told not to. */
  negotiates: z.boolean().default(true),
});

export type Crowd = z.infer<typeof crowdSchema>;

export const plainCrowd: Crowd = crowdSchema.parse({});

/** What the runner asks of the load generator. Sizes in bytes. */
export const loadCommandSchema = z.discriminatedUnion('name', [
  /** Keeps `inFlight` messages on their way to all receivers. */
  z.object({
    name: z.literal('fan-out'),
    ...server,
    ...span,
    receivers: z.number(),
    bytes: z.number(),
    inFlight: z.number(),
    crowd: crowdSchema.default(plainCrowd),
  }),
  /** Publishes at a fixed rate and times each delivery. */
  z.object({
    name: z.literal('latency'),
    ...server,
    ...span,
    receivers: z.number(),
    bytes: z.number(),
    perSecond: z.number(),
  }),
  /** Opens connections and keeps them until `disconnect`. */
  z.object({
    name: z.literal('connect'),
    ...server,
    connections: z.number(),
    inFlight: z.number(),
    crowd: crowdSchema.default(plainCrowd),
  }),
  z.object({ name: z.literal('disconnect') }),
  /** Publishes without receivers. */
  z.object({
    name: z.literal('post'),
    ...server,
    ...span,
    bytes: z.number(),
    inFlight: z.number(),
  }),
]);

export type LoadCommand = z.infer<typeof loadCommandSchema>;
export type LoadCommandOf<Name extends LoadCommand['name']> = Extract<LoadCommand, { name: Name }>;

/** CPU times in microseconds, for one window. */
const usageSchema = z.object({
  serverCpu: z.number(),
  generatorCpu: z.number(),
  seconds: z.number(),
  /** Share of the time that a hypervisor or other programs took, from 0 to 1. */
  disturbed: z.number(),
});

export const fanOutResultSchema = usageSchema.extend({
  deliveries: z.number(),
  /** WebSocket frames that carried them. */
  frames: z.number(),
  /** Messages that were published. */
  published: z.number(),
  /** The server's resident memory at its highest. */
  peakBytes: z.number(),
  /** How many of those that never read were sent away. */
  closed: z.number(),
});
export type FanOutResult = z.infer<typeof fanOutResultSchema>;

export const latencyResultSchema = usageSchema.extend({
  deliveries: z.number(),
  /** Milliseconds from publishing to receiving. */
  p50: z.number(),
  p99: z.number(),
});
export type LatencyResult = z.infer<typeof latencyResultSchema>;

export const connectResultSchema = usageSchema;
export type ConnectResult = z.infer<typeof connectResultSchema>;

export const postResultSchema = usageSchema.extend({ requests: z.number() });
export type PostResult = z.infer<typeof postResultSchema>;
