import type { ServiceLog } from '../service-log.ts';
import { upstreamHeaders, type UpstreamSubject } from './upstream-headers.ts';
import { upstreamUrl, type UpstreamRoute, type UpstreamTemplate } from './upstream-template.ts';

/** Larger answers are refused: https://learn.microsoft.com/azure/azure-signalr/concept-upstream */
const maxAnswerBytes = 16 * 1024 * 1024;

export interface UpstreamEvent extends UpstreamRoute {
  readonly subject: UpstreamSubject;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** What the backend made of an event. */
export type UpstreamAnswer =
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: Uint8Array }
  | { readonly kind: 'too-large' };

export interface UpstreamClientOptions {
  readonly templates: readonly UpstreamTemplate[];
  readonly accessKeys: readonly string[];
  readonly timeoutMs: number;
  readonly log: ServiceLog;
}

export interface UpstreamClient {
  /** Delivers an event once. A backend that cannot be reached counts as one that answered 500. */
  deliver(event: UpstreamEvent): Promise<UpstreamAnswer>;
  /** Uses other templates for the events to come. */
  useTemplates(templates: readonly UpstreamTemplate[]): void;
  /** Gives up on everything that is under way, and on what is still to come. */
  stop(): void;
}

export function createUpstreamClient(options: UpstreamClientOptions): UpstreamClient {
  const { accessKeys, timeoutMs, log } = options;
  let { templates } = options;
  const underWay = new Set<AbortController>();
  let isStopped = false;

  function giveUp(call: AbortController): void {
    call.abort(new Error('the service is stopping'));
  }

  return {
    async deliver(event) {
      const { subject, hub } = event;
      const url = upstreamUrl(templates, event);
      if (url === undefined) return { kind: 'unmatched' };
      const call = new AbortController();
      const late = (): void => call.abort(new Error(`it took longer than ${timeoutMs} ms`));
      // Not `AbortSignal.timeout`, which would keep each call in memory until its time is up.
      const timer = setTimeout(late, timeoutMs);
      underWay.add(call);
      if (isStopped) giveUp(call);
      const about = { connectionId: subject.id, userId: subject.userId, hub };
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            ...upstreamHeaders(subject, event, accessKeys),
            'Content-Type': event.contentType,
          },
          body: event.body,
          redirect: 'manual', // a redirect would carry the person's claims to an address nobody chose
          signal: call.signal,
        });
        const body = await readAtMost(response, maxAnswerBytes);
        if (!response.ok) {
          const message = `Upstream answered ${response.status} to ${event.category}/${event.event}`;
          log({ level: 'warn', event: 'upstream-failed', message, ...about });
        }
        if (body === undefined) return { kind: 'too-large' };
        return { kind: 'answered', status: response.status, body };
      } catch (error) {
        const message = `Upstream did not answer ${event.category}/${event.event}: ${reasonOf(error)}`;
        log({ level: 'warn', event: 'upstream-failed', message, ...about });
        return { kind: 'answered', status: 500, body: new Uint8Array() };
      } finally {
        clearTimeout(timer);
        underWay.delete(call);
      }
    },

    useTemplates(others) {
      templates = others;
    },

    stop() {
      isStopped = true;
      underWay.forEach(giveUp);
    },
  };
}

/** The body, or `undefined` as soon as it turns out to be too long. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) return undefined; // leaving the loop cancels the rest
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
