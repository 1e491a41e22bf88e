/** What a client needs to connect. */
export interface Invitation {
  /** Path and query of the WebSocket. */
  readonly path: string;
  /** What has to be said before messages can arrive; each is answered with one frame. */
  readonly opening: readonly (Buffer | undefined)[];
  /** The name under which the server knows the client, where it has one. */
  readonly connectionId?: string;
}

export interface Publisher {
  /** Sends the message once more: to all receivers, or to those of the next group. */
  publish(): void;
  close(): void;
}

/** How a contender is spoken to. */
export interface Dialect {
  /** What client number `index` needs to connect; part of the cost of connecting. */
  invite(index: number): Promise<Invitation>;
  /** Makes the clients receivers of what is published. In the order of their numbers. */
  gather(invitations: readonly Invitation[]): Promise<void>;
  /**
   * @param bytes Length of the message as the payload of a WebSocket frame.
   * @param inFlight How many messages may be on their way at once.
   * @param lost Told when a message was not accepted.
   */
  createPublisher(
    bytes: number,
    inFlight: number,
    lost: (error: Error) => void,
  ): Promise<Publisher>;
  close(): void;
}
