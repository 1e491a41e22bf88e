import { describe, expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames, packFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { startUpstream, type TestUpstream } from './target/test-upstream.ts';

/** The body of an upstream request, and what Microsoft's SDK, which backends use, reads it as. */
interface ReadBody {
  readonly name: string;
  readonly protocol: 'json' | 'messagepack';
  readonly body: string | { readonly hex: string };
  readonly answer: BodyAnswer;
}

interface BodyAnswer {
  /** `null` for a body that the SDK refuses. */
  readonly readAs: 'Invocation' | 'OpenConnection' | 'CloseConnection' | null;
  /** What goes upstream when a client sends the body, if that does not follow from the above. */
  readonly upstream?: readonly string[];
}

const bodies = readRecording<ReadBody>('serverless-protocol');
const deviations = readDeviations<BodyAnswer>('serverless-protocol');

const bytesOf = ({ body }: ReadBody): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.hex, 'hex');

function framed({ protocol }: ReadBody, bytes: Buffer): Buffer {
  if (protocol === 'json') return Buffer.concat([bytes, Buffer.from('\u001e')]);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

/** Text as it is, bytes in hex. */
const shown = ({ protocol }: ReadBody, bytes: Buffer): string =>
  bytes.toString(protocol === 'json' ? 'utf8' : 'hex');

const last = {
  json: Buffer.from(jsonFrames({ type: 1, target: 'last', arguments: [] })),
  messagepack: packFrames([1, {}, null, 'last', []]),
};

/** The bodies of the messages that the backend gets when a client sends these bytes. */
async function delivered(one: ReadBody): Promise<string[]> {
  const upstream = await startUpstream();
  const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
  const client = await connectRaw(service, { protocol: one.protocol });
  for (const frame of [framed(one, bytesOf(one)), last[one.protocol]]) {
    client.webSocket.send(frame, { binary: one.protocol === 'messagepack' });
  }
  const events = (): string[] => upstream.events();
  await eventually(
    () => events().includes('messages/last') || events().includes('connections/disconnected'),
  );
  return upstream
    .of('messages')
    .filter(({ headers }) => headers['x-asrs-event'] !== 'last')
    .map(({ body }) => shown(one, body));
}

describe("service 5, service 11.10: bodies as Microsoft's SDK was recorded to read them", () => {
  itLocally.for(bodies)(
    'what a client says goes upstream, byte for byte, only where the SDK reads an invocation: $name',
    async (one) => {
      const { readAs, upstream } = deviations.expected(one.name, one.answer);
      const expected = readAs === 'Invocation' ? [shown(one, bytesOf(one))] : [];
      expect(await delivered(one)).toEqual(upstream ?? expected);
    },
  );

  itLocally.for([
    ['connected event (json)', (upstream: TestUpstream) => upstream.requests[0]],
    ['disconnected event, no error (json)', (upstream: TestUpstream) => upstream.requests[1]],
  ] as const)('the service itself writes the body %s', async ([name, pick]) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const client = await connectRaw(service);
    client.webSocket.close(1000);
    await eventually(() => upstream.requests.length === 2);
    expect(String(pick(upstream)?.body)).toBe(bodies.find((body) => body.name === name)?.body);
  });

  itLocally('every deviation belongs to a body', () => {
    const names = bodies.map(({ name }) => name);
    expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
  });
});
