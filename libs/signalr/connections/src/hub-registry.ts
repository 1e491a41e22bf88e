import { Hub, type MessagesSent } from './hub.ts';

/** All hubs. They come into being when somebody speaks of them; names are compared ignoring case. */
export class HubRegistry<Details = unknown> {
  readonly #now: () => number;
  readonly #sent: MessagesSent | undefined;
  readonly #hubs = new Map<string, Hub<Details>>();

  constructor(now: () => number, sent?: MessagesSent) {
    this.#now = now;
    this.#sent = sent;
  }

  /** The hub of this name, if there has been anything to remember of it. */
  find(name: string): Hub<Details> | undefined {
    return this.#hubs.get(name.toLowerCase());
  }

  obtain(name: string): Hub<Details> {
    const key = name.toLowerCase();
    const known = this.#hubs.get(key);
    if (known !== undefined) return known;
    const hub = new Hub<Details>(name, this.#now, this.#sent);
    this.#hubs.set(key, hub);
    return hub;
  }

  sweep(): void {
    for (const hub of this.#hubs.values()) hub.groups.sweep();
  }
}
