/** Where a message went: towards the service nothing is counted, only away from it. */
export type Destination = 'clients' | 'upstream';

/** Messages of one UTC day with the same hub, target and destination. */
export interface MeteredTarget {
  readonly hub: string;
  readonly target: string;
  readonly to: Destination;
  /** Copies that were sent: one for each receiver. */
  readonly messages: number;
  /** What the service bills: each started 2 KB of each copy. */
  readonly units: number;
  readonly bytes: number;
}

export interface MeterReading {
  /** The UTC day, as in `2026-01-31`. */
  readonly day: string;
  readonly units: number;
  readonly messages: number;
  /** The most expensive first. */
  readonly targets: readonly MeteredTarget[];
}

export interface MessageMeter {
  /** @param bytes Of one copy. */
  count(hub: string, target: string, to: Destination, bytes: number, receivers: number): void;
  /** Message units of the current day. */
  unitsToday(): number;
  /** Message units since the meter was made; never falls. */
  unitsEver(): number;
  read(): MeterReading;
}

const unitBytes = 2 * 1024;
const dayMs = 24 * 3600 * 1000;
/** Names come from callers, so their number is bounded; what exceeds it is counted together. */
const maxTargets = 1_000;
const anyOther = '(other)';

type Entry = { -readonly [Member in keyof MeteredTarget]: MeteredTarget[Member] };

/**
 * Counts messages as the service bills them: those that leave it, for each receiver, in units of
 * 2 KB, by UTC day. Pings, handshakes and closes are no messages and are not given to the meter.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/signalr-concept-messages-and-connections
 *
 * @param clock Milliseconds since 1970.
 */
export function createMessageMeter(clock: () => number): MessageMeter {
  let day = Math.floor(clock() / dayMs);
  let unitsToday = 0;
  let unitsEver = 0;
  let entries = new Map<string, Map<string, Entry>>();
  let size = 0;

  function turnDay(): void {
    const today = Math.floor(clock() / dayMs);
    if (today === day) return;
    day = today;
    unitsToday = 0;
    entries = new Map();
    size = 0;
  }

  function entryFor(hub: string, target: string, to: Destination): Entry {
    const known = entries.get(`${to} ${hub}`)?.get(target);
    if (known !== undefined) return known;
    if (size >= maxTargets && hub !== anyOther) return entryFor(anyOther, anyOther, to);
    size += 1;
    const entry: Entry = { hub, target, to, messages: 0, units: 0, bytes: 0 };
    const siblings = entries.get(`${to} ${hub}`);
    if (siblings === undefined) entries.set(`${to} ${hub}`, new Map([[target, entry]]));
    else siblings.set(target, entry);
    return entry;
  }

  return {
    count(hub, target, to, bytes, receivers) {
      if (receivers === 0) return;
      turnDay();
      const units = messageUnits(bytes) * receivers;
      const entry = entryFor(hub, target, to);
      entry.messages += receivers;
      entry.units += units;
      entry.bytes += bytes * receivers;
      unitsToday += units;
      unitsEver += units;
    },

    unitsToday() {
      turnDay();
      return unitsToday;
    },

    unitsEver: () => unitsEver,

    read() {
      turnDay();
      const targets = [...entries.values()].flatMap((siblings) => [...siblings.values()]);
      return {
        day: new Date(day * dayMs).toISOString().slice(0, 10),
        units: unitsToday,
        messages: targets.reduce((sum, { messages }) => sum + messages, 0),
        targets: targets
          .map((entry) => ({ ...entry }))
          .toSorted((one, other) => other.units - one.units),
      };
    },
  };
}

/** What one message costs: each started 2 KB counts. */
export function messageUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / unitBytes));
}
