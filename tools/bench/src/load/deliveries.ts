import { setTimeout as sleep } from 'node:timers/promises';
import { BenchError } from '../bench-error.ts';
import type { Address } from '../contenders/contender.ts';
import { openAudience } from './audience.ts';
import { DeliveryLedger } from './delivery-ledger.ts';
import type { LoadClient } from './load-client.ts';

export interface DeliveriesOptions {
  readonly address: Address;
  readonly receivers: number;
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
  /** Resolves when everything that was published has arrived. @throws BenchError `deliveries-lost` */
  settle(): Promise<void>;
  close(): void;
}

const connectsInFlight = 32;
const settleMs = 10_000;
const pollMs = 5;

/**
 * Connects the receivers and the publisher, and lets one message through.
 *
 * @throws BenchError `child-failed`, `deliveries-lost`
 */
export async function openDeliveries(options: DeliveriesOptions): Promise<Deliveries> {
  const { address, receivers, bytes, inFlight, delivered, completed } = options;
  const ledger = new DeliveryLedger(receivers);
  const { promise: failed, reject: lost } = Promise.withResolvers<never>();
  failed.catch(() => undefined); // whoever awaits it hears of it

  const received = (client: LoadClient): void => {
    const { counter, baseBytes } = client;
    const arrived = Math.floor((counter.payloadBytes - baseBytes) / bytes);
    while (client.delivered < arrived) {
      const message = client.delivered;
      client.delivered += 1;
      delivered?.(message);
      if (ledger.deliver(message)) completed();
    }
  };
  const audience = await openAudience({
    address,
    size: receivers,
    inFlight: connectsInFlight,
    received,
    lost,
  });
  await audience.gather();
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

  /** Deliveries are counted in bytes, so the length of a message must be what it is said to be. */
  async function calibrate(): Promise<void> {
    publish();
    await settle();
    const wrong = audience.clients.find(({ counter }) => counter.lastFrameBytes !== bytes);
    if (wrong === undefined) return;
    const text = `A message of ${bytes} bytes arrived as ${wrong.counter.lastFrameBytes}`;
    throw new BenchError('deliveries-lost', text);
  }

  try {
    await calibrate();
  } catch (error) {
    close();
    throw error;
  }
  return { ledger, failed, publish, countFrames, settle, close };
}
