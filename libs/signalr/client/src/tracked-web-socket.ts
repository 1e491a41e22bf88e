/**
 * A WebSocket class whose unfinished connects can be given up.
 *
 * The SignalR client closes a socket only after it opened. One that never does would stay, and
 * browsers open one socket to a host at a time, so it would hold up the next attempt as well.
 */
export interface TrackedWebSockets {
  /** For the `WebSocket` option of the SignalR client. */
  readonly constructor: typeof WebSocket;
  /** Closes every socket that is still connecting. */
  abandon(): void;
}

interface HeaderOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

export function trackWebSockets(Base: typeof WebSocket = WebSocket): TrackedWebSockets {
  const opened = new Set<WebSocket>();

  class TrackedWebSocket extends Base {
    // Outside browsers the SignalR client passes headers third, and Node takes them second.
    constructor(url: string | URL, protocols?: string | string[], options?: HeaderOptions) {
      super(url, options?.headers === undefined ? protocols : (options as string[]));
      opened.add(this);
      this.addEventListener('close', () => opened.delete(this));
    }
  }

  return {
    constructor: TrackedWebSocket,
    abandon() {
      for (const socket of opened) if (socket.readyState === socket.CONNECTING) socket.close();
    },
  };
}
