import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from '../bench-error.ts';
import type { Address } from '../contenders/contender.ts';
import { openAudience } from './audience.ts';
import { DeliveryLedger } from './delivery-ledger.ts';
import type { LoadClient } from './load-client.ts';
import { plainCrowd, type Crowd } from './load-command.ts';

export interface DeliveriesOptions {
  readonly address: Address;
  readonly receivers: number;
  readonly crowd?: Crowd;
  /** Length of a message. */
  readonly bytes: number;
  /** How many messages may be on their way at once. */
  readonly inFlight: number;
  /** A receiver has a message. */
  delivered?(message: number): void;
  /** Every receiver has a message. */
  completed(): void;
}

/** One publisher and its receivers. */
export interface Deliveries {
  readonly ledger: DeliveryLedger;
  /** Publishes a message and returns its number, counted from 0. */
  publish(): number;
  /** Rejects when the server loses a client or refuses a message; never resolves. */
  readonly failed: Promise<never>;
  /** WebSocket frames that have arrived so far: fewer than deliveries when messages share them. */
  countFrames(): number;
  /** How many of those that never read the server has hung up on; lets them read what is left. */
  countSentAway(): Promise<number>;
  /** Resolves when everything that was published has arrived. @throws BenchError `deliveries-lost` */
  settle(): Promise<void>;
  close(): void;
}

const connectsInFlight = 32;
const settleMs = 10_000;
const sentAwayMs = 3_000;
const pollMs = 5;

/**
 * Connects the receivers and the publisher, and lets one message through.
 *
 * @throws BenchError `child-failed`, `deliveries-lost`
 */
export async function openDeliveries(options: DeliveriesOptions): Promise<Deliveries> {
  const { address, receivers, bytes, inFlight, delivered, completed } = options;
  const { crowd = plainCrowd } = options;
  const { groups, isMixed, stalled } = crowd;
  const ledger = new DeliveryLedger(receivers / groups);
  const { promise: failed, reject: lost } = Promise.withResolvers<never>();
  failed.catch(() => undefined); // whoever awaits it hears of it

  const received = (client: LoadClient): void => {
    const { counter, baseBytes, index } = client;
    if (index >= receivers) return; // it was sent away, and what had been sent before still arrives
    if (counter.payloadBytes === baseBytes) return;
    if (client.messageBytes === 0) client.messageBytes = counter.lastFrameBytes;
    const arrived = Math.floor((counter.payloadBytes - baseBytes) / client.messageBytes);
    while (client.delivered < arrived) {
      // Messages go to the groups in turn, and clients belong to them in turn.
      const message = client.delivered * groups + (index % groups);
      client.delivered += 1;
      delivered?.(message);
      if (ledger.deliver(message)) completed();
    }
  };
  const sentAway = new Set<number>();
  const audience = await openAudience({
    address,
    size: receivers + stalled,
    crowd,
    inFlight: connectsInFlight,
    received,
    lost: (error, client) => (client < receivers ? lost(error) : sentAway.add(client)),
  });
  await audience.gather();
  const idlers = audience.clients.slice(receivers);
  for (const idler of idlers) idler.pause();
  const publisher = await audience.dialect.createPublisher(bytes, inFlight, lost);

  async function settle(): Promise<void> {
    for (let waited = 0; ledger.inFlight > 0; waited += pollMs) {
      if (waited > settleMs) {
        const text = `${ledger.inFlight} of ${ledger.published} messages have not reached everybody`;
        throw new BenchError('deliveries-lost', text);
      }
      await Promise.race([sleep(pollMs), failed]);
    }
  }

  function publish(): number {
    const message = ledger.publish();
    publisher.publish();
    return message;
  }

  function countFrames(): number {
    return audience.clients.reduce((sum, { counter }) => sum + counter.frames, 0);
  }

  function close(): void {
    publisher.close();
    audience.close();
  }

  async function countSentAway(): Promise<number> {
    for (const idler of idlers) idler.resume(); // or they would not hear of it
    for (let waited = 0; sentAway.size < stalled && waited < sentAwayMs; waited += pollMs) {
      await sleep(pollMs);
    }
    return sentAway.size;
  }

  /** Deliveries are counted in bytes, so the length of a message must be what it is said to be. */
  async function calibrate(): Promise<void> {
    for (let group = 0; group < groups; group += 1) publish();
    await settle();
    const speakers = audience.clients.slice(0, receivers);
    const wrong = speakers.find(
      ({ index, messageBytes }) => messageBytes !== bytes && (!isMixed || index % 2 === 0),
    );
    if (wrong === undefined) return;
    const text = `A message of ${bytes} bytes arrived as ${wrong.messageBytes}`;
    throw new BenchError('deliveries-lost', text);
  }

  try {
    await calibrate();
  } catch (error) {
    close();
    throw error;
  }
  return { ledger, failed, publish, countFrames, countSentAway, settle, close };
}
