import type { SignalROptions } from '@heliograph/signalr-emulator';
import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { openEvents, openPolling, type HttpReply } from './target/raw-http-transport.ts';
import { itLocally, startService } from './target/service.ts';
import { onMessage, startUpstream } from './target/test-upstream.ts';

/** What a client does over an HTTP transport, or what is waited for meanwhile. */
type Step =
  | { readonly do: 'open events' | 'delete' }
  | { readonly do: 'poll'; readonly pending?: true }
  /** The reply to the poll that is pending. */
  | { readonly do: 'arrival' }
  | { readonly do: 'post'; readonly body: string }
  /** The backend sends to everybody. */
  | { readonly do: 'send'; readonly body: string }
  | { readonly do: 'await'; readonly text: string }
  | { readonly do: 'await event'; readonly text: string }
  | { readonly do: 'await end' };

interface HttpSession {
  readonly name: string;
  readonly limits?: NonNullable<SignalROptions['limits']>;
  readonly steps: readonly Step[];
  /** What the backend answers to an invocation. */
  readonly completion?: string;
  readonly answer: HttpSessionAnswer;
}

interface HttpSessionAnswer {
  readonly replies: readonly Reply[];
  /** The bytes of the event stream; pings that repeat are left out. */
  readonly stream?: string;
  /** Whether the service ended the stream. */
  readonly ended?: true;
  /** Event and body of what the backend was told. */
  readonly upstream?: readonly string[];
}

interface Reply {
  readonly status: number;
  /** Those of the recording are compared, and no others. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const sessions = readRecording<HttpSession>('transports');
const deviations = readDeviations<HttpSessionAnswer>('transports');

const pingEvent = 'data: {"type":6}\u001e\r\n\r\n';
const told = ['content-type', 'cache-control', 'content-encoding', 'expires', 'pragma'];

function seenOf(reply: Pick<HttpReply, 'status' | 'headers'> & { text?: string }): Reply {
  const headers = told.flatMap((name) => {
    const value = reply.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    status: reply.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(reply.text && { body: reply.text }),
  };
}

/** Leaves out of a reply what the recording does not have. */
const cutDown = (seen: Reply, recorded: Reply | undefined): Reply =>
  recorded?.headers === undefined ? { status: seen.status } : seen;

async function replay(session: HttpSession, expected: HttpSessionAnswer) {
  const upstream = await startUpstream(
    onMessage((_request, response) => void response.end(session.completion)),
  );
  const service = await startService({
    upstream: [{ urlTemplate: upstream.url }],
    ...(session.limits && { limits: session.limits }),
  });
  const isStream = session.steps[0]?.do === 'open events';
  const events = isStream ? await openEvents(service) : undefined;
  const polling = isStream ? undefined : await openPolling(service);
  const transport = events ?? polling;
  if (transport === undefined) throw new Error('There is always one of them');
  const seen: Reply[] = [];
  let pending: Promise<HttpReply> | undefined;
  const event = (name: string): boolean => upstream.events().includes(`connections/${name}`);
  for (const step of session.steps) {
    switch (step.do) {
      case 'open events':
        if (events !== undefined)
          seen.push(seenOf({ status: events.status, headers: events.headers }));
        break;
      case 'poll':
        if (step.pending === true) pending = (await polling?.waitingPoll())?.answer;
        else seen.push(seenOf(await transport.poll()));
        break;
      case 'arrival':
        if (pending !== undefined) seen.push(seenOf(await pending));
        break;
      case 'post':
        seen.push(seenOf(await transport.post(step.body)));
        break;
      case 'delete':
        seen.push(seenOf(await transport.delete()));
        break;
      case 'send':
        await call(service, 'POST', ':send', { body: step.body });
        break;
      case 'await':
        await eventually(() => events?.text().includes(step.text) === true);
        break;
      case 'await event':
        await eventually(() => event(step.text));
        break;
      case 'await end':
        await eventually(() => events?.ended() === true);
    }
  }
  const { stream, ended } = expected;
  if (stream !== undefined) await eventually(() => (events?.text().length ?? 0) >= stream.length);
  return {
    replies: seen.map((reply, at) => cutDown(reply, expected.replies[at])),
    ...(stream !== undefined && {
      stream: events?.text().replaceAll(/(data: \{"type":6\}\u001e\r\n\r\n)+/g, pingEvent),
    }),
    ...(ended !== undefined && { ended: events?.ended() }),
    ...(expected.upstream !== undefined && {
      upstream: upstream.requests.map(
        ({ headers, body }) => `${String(headers['x-asrs-event'])} ${body.toString()}`,
      ),
    }),
  };
}

itLocally.for(sessions)(
  "hub 11, hub 12.3, hub 12.4, hub 12.15: byte for byte as recorded from Microsoft's parts: $name",
  async (session) => {
    const recorded = deviations.expected(session.name, session.answer);
    const expected = {
      ...recorded,
      ...(recorded.upstream && {
        upstream: recorded.upstream.map((line) => line.replace('"Type":', '"type":')),
      }),
    };
    expect(await replay(session, expected)).toEqual(expected);
  },
);

itLocally('hub 11: every deviation belongs to a recorded session', () => {
  const names = sessions.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
