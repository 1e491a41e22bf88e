/**
 * One attempt to connect and the connection that comes of it: the shell around the SignalR client.
 *
 * Every attempt builds a connection of its own, because what the SignalR client does on its own
 * (reconnect a few times, never retry the first start) is decided by `connection-machine.ts` here.
 */
import {
  AbortError,
  HubConnectionBuilder,
  HubConnectionState,
  JsonHubProtocol,
  LogLevel,
  type HubConnection,
  type IHttpConnectionOptions,
} from '@microsoft/signalr';
import { ClientError } from './client-error.ts';
import { withUnknownTargets } from './known-targets-protocol.ts';
import { NegotiateHttpClient, type ReadRefusal } from './negotiate-http-client.ts';
import type { Refusal, StateReasonCode } from './state-reason.ts';
import { trackWebSockets } from './tracked-web-socket.ts';

export interface AttemptOptions {
  /** Ends in `/negotiate`. */
  readonly negotiateUrl: string;
  /** A token for the backend; undefined when nobody is signed in. */
  readonly getAccessToken: () => Promise<string | undefined> | string | undefined;
  readonly readRefusal?: ReadRefusal | undefined;
  /** What the service may invoke. */
  readonly targets: readonly string[];
  /** Milliseconds until the attempt is given up. */
  readonly attemptTimeout: number;
  /** Milliseconds without any message after which the service counts as gone. */
  readonly serverTimeout: number;
  /** Milliseconds between the pings to the service. */
  readonly keepAliveInterval: number;
  /** Milliseconds until an invocation is given up. */
  readonly invokeTimeout: number;
}

/** What an attempt reports: `failed`, or `connected` and later `closed`. Nothing after `end`. */
export interface AttemptEvents {
  connected(connectionId: string | undefined): void;
  failed(reason: StateReasonCode, refusal?: Refusal): void;
  closed(reason: StateReasonCode): void;
  invoked(target: string, args: readonly unknown[]): void;
  unknownTarget(target: string): void;
}

export interface Attempt {
  /** @throws ClientError `not-live`, `connection-lost`, `timed-out`, `refused` */
  invoke(target: string, args: readonly unknown[]): Promise<unknown>;
  /** Gives the attempt up or closes its connection; resolves when it is closed. */
  end(): Promise<void>;
}

/** Milliseconds. */
const goodbyeTimeout = 1000;

/** Starts an attempt. Reports come later, never from within this call. */
export function openAttempt(options: AttemptOptions, events: AttemptEvents): Attempt {
  const giveUp = new AbortController();
  const sockets = trackWebSockets();
  const http = new NegotiateHttpClient(options.negotiateUrl, giveUp.signal, options.readRefusal);
  const givenUp = new Promise<never>((_, reject) => {
    giveUp.signal.addEventListener('abort', () => reject(new AbortError()), { once: true });
  });
  givenUp.catch(() => {}); // only a race hears it
  let over = false;
  let tokenFailure: StateReasonCode | undefined;

  async function readToken(): Promise<string> {
    tokenFailure = 'token-unavailable';
    const token = await Promise.race([options.getAccessToken(), givenUp]);
    if (!token) tokenFailure = 'sign-in-needed';
    // Without a token nothing must be asked, so that a person who is not signed in makes no requests.
    if (!token) throw new ClientError('not-live', 'There is no token for the backend');
    tokenFailure = undefined;
    return token;
  }

  const transport: IHttpConnectionOptions & { readonly WebSocket: typeof WebSocket } = {
    accessTokenFactory: readToken,
    httpClient: http,
    // Not in the published types. Were it ignored one day, only hung connects would stay for longer.
    WebSocket: sockets.constructor,
    // Bearer tokens open everything here; cookies would only make cross-origin rules stricter.
    withCredentials: false,
  };
  const connection = new HubConnectionBuilder()
    .withUrl(options.negotiateUrl.replace(/\/negotiate$/, ''), transport)
    // Its log lines hold URLs with tokens.
    .configureLogging(LogLevel.None)
    .withHubProtocol(
      withUnknownTargets(new JsonHubProtocol(), options.targets, events.unknownTarget),
    )
    .withServerTimeout(options.serverTimeout)
    .withKeepAliveInterval(options.keepAliveInterval)
    .build();

  for (const target of options.targets) {
    connection.on(target, (...args: unknown[]) => {
      if (!over) events.invoked(target, args);
    });
  }
  connection.onclose((error) => settle(() => events.closed(closeReason(error))));

  const timer = setTimeout(() => {
    settle(() => events.failed(http.delay));
    void closeDown();
  }, options.attemptTimeout);

  function settle(report: () => void): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    report();
  }

  async function closeDown(): Promise<void> {
    const abandon = () => {
      giveUp.abort();
      sockets.abandon();
    };
    // A live connection says goodbye, over HTTP on some transports, but not for ever.
    if (connection.state !== HubConnectionState.Connected) abandon();
    const timer = setTimeout(abandon, goodbyeTimeout);
    await connection.stop().catch(() => {}); // it is over either way
    clearTimeout(timer);
    abandon();
  }

  connection.start().then(
    () => {
      clearTimeout(timer);
      if (!over) events.connected(connection.connectionId ?? undefined);
    },
    () =>
      settle(() => {
        if (tokenFailure) events.failed(tokenFailure);
        else events.failed(http.failure, http.refusal);
      }),
  );

  return {
    invoke: (target, args) => invoke(connection, target, args, options.invokeTimeout),
    async end() {
      settle(() => {});
      await closeDown();
    },
  };
}

async function invoke(
  connection: HubConnection,
  target: string,
  args: readonly unknown[],
  timeout: number,
): Promise<unknown> {
  if (connection.state !== HubConnectionState.Connected) {
    throw new ClientError('not-live', `'${target}' was not sent: there is no connection`);
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ClientError('timed-out', `'${target}' got no answer in ${timeout} ms`)),
      timeout,
    );
  });
  try {
    return await Promise.race([connection.invoke<unknown>(target, ...args), tooLate]);
  } catch (error) {
    if (error instanceof ClientError) throw error;
    if (connection.state !== HubConnectionState.Connected) {
      const message = `The connection ended before '${target}' was answered`;
      throw new ClientError('connection-lost', message, { cause: error });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new ClientError('refused', `'${target}' was refused: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The SignalR client tells them apart by text alone. */
function closeReason(error: Error | undefined): StateReasonCode {
  if (error === undefined || error.message.startsWith('Server returned an error on close')) {
    return 'closed-by-service';
  }
  return error.message.startsWith('Server timeout elapsed') ? 'service-silent' : 'connection-lost';
}
