import * as z from 'zod';

/** How to reach a contender's server and how to speak to it. */
export const addressSchema = z.discriminatedUnion('dialect', [
  z.object({ dialect: z.literal('web-socket'), port: z.number() }),
  z.object({ dialect: z.literal('socket-io'), port: z.number() }),
  z.object({ dialect: z.literal('nats'), port: z.number() }),
  z.object({ dialect: z.literal('http'), port: z.number() }),
  z.object({ dialect: z.literal('signalr'), port: z.number(), connectionString: z.string() }),
]);

export type Address = z.infer<typeof addressSchema>;

/** Servers that can be measured; each is the file of its name in this folder. */
export type ContenderName = 'ws-loop' | 'ws-batch' | 'socket-io' | 'signalr' | 'bare-http';

export interface Contender {
  /** Unique in a run: the same server may take part twice. */
  readonly label: string;
  readonly server: ContenderName;
}

export const ours: Contender = { label: 'Heliograph', server: 'signalr' };
export const wsLoop: Contender = { label: 'ws, send() in a loop', server: 'ws-loop' };
/** The same server again: how far two equal contenders come out apart is the noise of the run. */
export const wsLoopAgain: Contender = { label: 'ws again (A/A control)', server: 'ws-loop' };
export const wsBatch: Contender = { label: 'ws, batched frames', server: 'ws-batch' };
export const socketIo: Contender = { label: 'Socket.IO 4', server: 'socket-io' };
export const bareHttp: Contender = { label: 'bare http, 202', server: 'bare-http' };
export const bareHttpAgain: Contender = { label: 'http again (A/A control)', server: 'bare-http' };
