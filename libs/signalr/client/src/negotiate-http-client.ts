import {
  DefaultHttpClient,
  HttpClient,
  HttpError,
  NullLogger,
  type HttpRequest,
  type HttpResponse,
} from '@microsoft/signalr';
import type { Refusal, StateReasonCode } from './state-reason.ts';

/**
 * The HTTP side of one attempt to connect: asks the backend where to connect, then the service.
 *
 * The SignalR client turns every failure into a text. This keeps what a program needs to know, and
 * ends requests when the attempt is given up.
 */
export class NegotiateHttpClient extends HttpClient {
  readonly #inner: HttpClient;
  readonly #backend: string;
  readonly #signal: AbortSignal;
  readonly #readRefusal: ReadRefusal;
  #stage: 'backend' | 'service' = 'backend';
  #failure: StateReasonCode | undefined;
  #refusal: Refusal | undefined;
  #asksBackend = false;

  /** @param backend URL of the negotiate endpoint, without its query */
  constructor(backend: string, signal: AbortSignal, readRefusal: ReadRefusal = () => undefined) {
    super();
    this.#inner = new DefaultHttpClient(NullLogger.instance);
    this.#backend = backend;
    this.#signal = signal;
    this.#readRefusal = readRefusal;
  }

  /** Why the attempt failed, as far as it has come. */
  get failure(): StateReasonCode {
    return this.#failure ?? (this.#stage === 'backend' ? 'backend-failed' : 'service-unreachable');
  }

  /** What the backend said to that, if it refused. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** Why it is taking too long, if it is. */
  get delay(): StateReasonCode {
    return this.#asksBackend ? 'backend-silent' : 'attempt-timed-out';
  }

  override async send(request: HttpRequest): Promise<HttpResponse> {
    const toBackend = request.url?.split('?', 1)[0] === this.#backend;
    this.#asksBackend = toBackend;
    try {
      const response = await this.#inner.send({
        ...request,
        abortSignal: request.abortSignal ?? toClientSignal(this.#signal),
      });
      if (toBackend) checkAnswer(response.content);
      this.#stage = 'service';
      this.#failure = undefined;
      return response;
    } catch (error) {
      this.#failure = toBackend ? backendFailure(error) : serviceFailure(error);
      if (toBackend && error instanceof HttpError) {
        this.#refusal = this.#readRefusal(bodyOf(error));
      }
      throw error;
    } finally {
      this.#asksBackend = false;
    }
  }

  override getCookieString(url: string): string {
    return this.#inner.getCookieString(url);
  }
}

/** Finds the backend's words in the body of a refusal: a JSON value, or undefined. */
export type ReadRefusal = (body: unknown) => Refusal | undefined;

/** The SignalR client keeps a refusal's body only as the beginning of its error's text. */
function bodyOf({ message, statusCode }: HttpError): unknown {
  try {
    return JSON.parse(message.replace(`: Status code '${statusCode}'`, ''));
  } catch {
    return undefined;
  }
}

/** The SignalR client's own shape of a signal, which has one listener that it sets and clears. */
function toClientSignal(signal: AbortSignal): NonNullable<HttpRequest['abortSignal']> {
  const own: { aborted: boolean; onabort: (() => void) | null } = {
    aborted: signal.aborted,
    onabort: null,
  };
  const abort = () => {
    own.aborted = true;
    own.onabort?.();
  };
  signal.addEventListener('abort', abort, { once: true });
  return own;
}

class UnusableAnswerError extends Error {}

/**
 * An answer that sends the client on without a token of its own would make it show the backend's
 * token to the service.
 */
function checkAnswer(content: HttpResponse['content']): void {
  const answer = readObject(content);
  const { url, accessToken } = answer;
  if (url !== undefined && (typeof accessToken !== 'string' || accessToken === '')) {
    throw new UnusableAnswerError('The negotiate answer names a service but has no token for it');
  }
}

function readObject(content: HttpResponse['content']): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(typeof content === 'string' ? content : '');
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below: the text itself may hold a token.
  }
  throw new UnusableAnswerError('The negotiate answer is not a JSON object');
}

function backendFailure(error: unknown): StateReasonCode {
  if (error instanceof UnusableAnswerError) return 'backend-failed';
  if (!(error instanceof HttpError)) return 'backend-unreachable';
  if (error.statusCode === 401) return 'token-refused';
  if (error.statusCode === 403) return 'forbidden';
  return error.statusCode === 429 ? 'throttled' : 'backend-failed';
}

function serviceFailure(error: unknown): StateReasonCode {
  if (!(error instanceof HttpError)) return 'service-unreachable';
  return error.statusCode === 429 ? 'throttled' : 'service-refused';
}
