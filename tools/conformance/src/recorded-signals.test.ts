import { once } from 'node:events';
import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { startProgram } from './target/program.ts';
import { openEvents, openPolling } from './target/raw-http-transport.ts';
import { connectRaw, openHubSocket, type RawSocket } from './target/raw-socket.ts';
import { itLocally } from './target/service.ts';
import { startUpstream } from './target/test-upstream.ts';

/** A signal to the program, and what becomes of its clients. */
interface Ending {
  readonly name: string;
  readonly signal: NodeJS.Signals;
  /** The upstream has not answered a message yet. */
  readonly pending?: true;
  readonly answer: Ends;
}

interface Ends {
  readonly json: SocketEnd;
  readonly messagepack: SocketEnd;
  /** A client that owes its handshake. */
  readonly unshaken: SocketEnd;
  /** The last that an event stream brings. */
  readonly events?: string;
  /** What the poll that waits is answered. */
  readonly poll?: { readonly status: number; readonly body: string };
  /** The events that the upstream is told, by user. */
  readonly told: readonly string[];
  /** Exit code, or the signal that killed it. */
  readonly exit: readonly [number | null, string | null];
}

interface SocketEnd {
  readonly frames: readonly (string | { readonly hex: string })[];
  readonly code: number;
}

const endings = readRecording<Ending>('signals');
const deviations = readDeviations<Ends>('signals');

async function endOf(socket: RawSocket, greetings: number): Promise<SocketEnd> {
  const code = await socket.closed();
  const frames = socket.arrived
    .slice(greetings)
    .map((chunk) => (typeof chunk === 'string' ? chunk : { hex: chunk.toString('hex') }));
  return { frames, code };
}

itLocally.for(endings)(
  "golden 9, service 4.1: the program ends as recorded from Microsoft's emulator, or better: $name",
  async ({ name, signal, pending, answer }) => {
    const expected = deviations.expected(name, answer);
    const upstream = await startUpstream(({ headers }, response) => {
      if (headers['x-asrs-event'] !== 'hang') response.writeHead(204).end();
    });
    const service = await startProgram('--upstream', `${upstream.url}/{event}`);
    const json = await connectRaw(service, { userId: 'json' });
    const messagepack = await connectRaw(service, { userId: 'mp', protocol: 'messagepack' });
    const unshaken = await openHubSocket(service, { userId: 'no handshake' });
    const handshake = jsonFrames({ protocol: 'json', version: 1 });
    // The recording knows both clients over HTTP by one name.
    const events = await openEvents(service, { userId: 'sse' });
    await events.post(handshake);
    const polling = await openPolling(service, { userId: 'sse' });
    await polling.poll();
    await polling.post(handshake);
    await polling.poll();
    const { answer: poll } = await polling.waitingPoll();
    await eventually(() => upstream.requests.length === 4 && events.text().includes('{}'));
    if (pending === true) {
      json.send(jsonFrames({ type: 1, invocationId: '1', target: 'hang', arguments: [] }));
      await eventually(() => upstream.requests.length === 5);
    }
    const [read, known] = [events.text().length, upstream.requests.length];
    const exit = once(service.child, 'exit') as Promise<[number | null, string | null]>;
    service.child.kill(signal);
    const lastPoll = poll.then(
      ({ status, text: body }) => ({ status, body }),
      () => ({ status: 0, body: '' }), // cut off
    );
    const ends: Ends = {
      json: await endOf(json, 1),
      messagepack: await endOf(messagepack, 1),
      unshaken: await endOf(unshaken, 0),
      ...(expected.poll !== undefined && { poll: await lastPoll }),
      exit: await exit,
      ...(expected.events !== undefined && { events: events.text().slice(read) }),
      told: upstream.requests
        .slice(known)
        .map(
          ({ headers }) =>
            `${String(headers['x-asrs-event'])} ${String(headers['x-asrs-user-id'])}`,
        )
        .toSorted(),
    };
    await lastPoll;
    expect(ends).toEqual(expected);
  },
);

itLocally('golden 9: every deviation belongs to a recorded signal', () => {
  const names = endings.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
