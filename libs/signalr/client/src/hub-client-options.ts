import type { Hub } from '@heliograph/signalr-contract';
import type { AttemptOptions } from './attempt.ts';
import { ClientError } from './client-error.ts';
import type { ClientLogEntry } from './client-log.ts';
import type { MachineSettings } from './connection-machine.ts';
import type { RetryDelays } from './retry-delay.ts';
import type { Refusal } from './state-reason.ts';

/** Durations are in milliseconds. */
export interface HubClientOptions<H extends Hub> {
  readonly hub: H;
  /** The backend's negotiate endpoint; its path ends in `/negotiate`. In a page it may be relative. */
  readonly negotiateUrl: string;
  /**
   * A token for the backend, asked for before each attempt, so it can be renewed. Undefined says that
   * nobody is signed in; a rejection says that it could not be found out now and is tried again.
   */
  readonly getAccessToken: () => Promise<string | undefined> | string | undefined;
  /**
   * Finds the backend's own words in the JSON body of its refusal to hand out a connection, for
   * `state().reason.refusal`.
   */
  readonly readRefusal?: (body: unknown) => Refusal | undefined;
  /** Waits between attempts: 300 doubled up to 15 000 by default. */
  readonly retryDelays?: RetryDelays;
  /** A connection that lasted so long makes the waits start small again; 10 000 by default. */
  readonly stableAfter?: number;
  /** 10 000 by default. */
  readonly attemptTimeout?: number;
  /** 10 000 by default. */
  readonly invokeTimeout?: number;
  /** Silence after which the service counts as gone: 30 000 by default, twice its ping interval. */
  readonly serverTimeout?: number;
  /** 15 000 by default. */
  readonly keepAliveInterval?: number;
  /** Unix time in milliseconds. */
  readonly now?: () => number;
  /** From 0 to below 1. */
  readonly random?: () => number;
  readonly log?: (entry: ClientLogEntry) => void;
}

export interface HubClientSettings<H extends Hub> {
  readonly hub: H;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: (entry: ClientLogEntry) => void;
  readonly machine: MachineSettings;
  readonly joinRetryDelays: RetryDelays;
  readonly attempt: AttemptOptions;
}

/** Fills in the defaults. @throws ClientError `options-invalid` */
export function readOptions<H extends Hub>(options: HubClientOptions<H>): HubClientSettings<H> {
  const { hub, now = Date.now, random = Math.random, log = () => {} } = options;
  const { retryDelays = { first: 300, longest: 15_000 }, stableAfter = 10_000 } = options;
  const attempt = {
    attemptTimeout: options.attemptTimeout ?? 10_000,
    invokeTimeout: options.invokeTimeout ?? 10_000,
    serverTimeout: options.serverTimeout ?? 30_000,
    keepAliveInterval: options.keepAliveInterval ?? 15_000,
  };
  const durations = { ...retryDelays, stableAfter, ...attempt };
  for (const [name, value] of Object.entries(durations)) {
    // Longer ones than a timer can hold would end at once.
    if (!(value > 0 && value < 2 ** 31)) {
      throw new ClientError(
        'options-invalid',
        `${name} must be milliseconds above 0, not ${value}`,
      );
    }
  }
  return {
    hub,
    now,
    random,
    log,
    machine: { retryDelays, stableAfter },
    joinRetryDelays: { first: Math.min(1000, retryDelays.longest), longest: retryDelays.longest },
    attempt: {
      ...attempt,
      negotiateUrl: readNegotiateUrl(options.negotiateUrl),
      getAccessToken: options.getAccessToken,
      readRefusal: options.readRefusal,
      targets: Object.keys(hub.client),
    },
  };
}

function readNegotiateUrl(text: string): string {
  const base = typeof location === 'undefined' ? undefined : location.href;
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  const usable =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname.endsWith('/negotiate') &&
    url.search === '' &&
    url.hash === '';
  if (!usable) {
    throw new ClientError(
      'options-invalid',
      'negotiateUrl must be an http or https URL that ends in /negotiate, without a query',
    );
  }
  return url.href;
}
