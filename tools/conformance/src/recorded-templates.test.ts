import { parseUpstreamSettings, ServiceError } from '@heliograph/signalr-emulator';
import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectRaw } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { startUpstream } from './target/test-upstream.ts';

/** Templates of a settings file, and where the events of one client go: it invokes, and leaves. */
interface Routing {
  readonly name: string;
  /** `<upstream>` stands for an address where somebody listens, `<nobody>` for one where nobody does. */
  readonly templates: readonly Readonly<Record<string, string | null>>[];
  readonly target: string;
  readonly answer: Destinations;
}

interface Destinations {
  /** Method and path. */
  readonly requests?: readonly string[];
  /** Absent when the invocation is never answered. */
  readonly completion?: string;
  readonly end?: 'open' | number;
  /** The code with which the settings are refused. */
  readonly refused?: string;
  /** Where events would go that stay out of this test. */
  readonly address?: string;
}

const routings = readRecording<Routing>('upstream-templates');
const deviations = readDeviations<Destinations>('upstream-templates');

/** The port of a service that nobody runs any more. */
const nobody = 'http://127.0.0.1:1';

async function destinations({ templates, target }: Routing): Promise<Destinations> {
  const upstream = await startUpstream();
  const text = JSON.stringify({ UpstreamSettings: { Templates: templates } })
    .replaceAll('<upstream>', upstream.url)
    .replaceAll('<host>', new URL(upstream.url).host)
    .replaceAll('<nobody>', nobody);
  let settings;
  try {
    settings = parseUpstreamSettings(text);
  } catch (error) {
    if (error instanceof ServiceError) return { refused: error.code };
    throw error;
  }
  const [elsewhere] = settings.filter(({ urlTemplate }) => urlTemplate.includes('://localhost'));
  if (elsewhere !== undefined) return { address: elsewhere.urlTemplate };
  const service = await startService({ upstream: settings });
  const client = await connectRaw(service, { hub: 'tp' });
  client.send(jsonFrames({ type: 1, invocationId: '1', target, arguments: [] }));
  await eventually(() => client.arrived.length > 1 || client.closeCode !== undefined);
  const completion = client.arrived.slice(1).join('');
  const end = client.closeCode ?? 'open';
  client.webSocket.close(1000);
  // Stopping waits until the upstream has been told of everything.
  await service.stop();
  return {
    requests: upstream.requests.map(({ method, url }) => `${method} ${url}`),
    completion,
    end,
  };
}

itLocally.for(routings)(
  "service 5, service 11.9, service 4.3: templates do as recorded from Microsoft's emulator: $name",
  async (routing) => {
    const expected = deviations.expected(routing.name, routing.answer);
    expect(await destinations(routing)).toEqual(expected);
  },
);

itLocally('service 5: every deviation belongs to recorded templates', () => {
  const names = routings.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
