import { describe, expect, it } from 'vitest';
import { readEventStream, type ReceivedEvent } from './read-event-stream.ts';

const stream =
  'event: lines\nid: 3\ndata: ["ä"]\n\n:\n\nevent: resource\ndata: {}\n\ndata: last\n\n';

async function readCutAt(...cuts: number[]): Promise<ReceivedEvent[]> {
  const bytes = new TextEncoder().encode(stream);
  const edges = [0, ...cuts, bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      edges.slice(1).forEach((to, index) => controller.enqueue(bytes.subarray(edges[index], to)));
      controller.close();
    },
  });
  const events: ReceivedEvent[] = [];
  for await (const event of readEventStream(body)) events.push(event);
  return events;
}

describe(readEventStream, () => {
  it.for(Array.from({ length: new TextEncoder().encode(stream).length }, (_, at) => at))(
    'reads the same events when the stream is cut at byte %i',
    async (at) => {
      expect(await readCutAt(at)).toEqual([
        { name: 'lines', data: '["ä"]' },
        { name: 'resource', data: '{}' },
        { name: 'message', data: 'last' },
      ]);
    },
  );

  it('lets go of the stream when its reader leaves early', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(stream)),
      cancel: () => void (isCancelled = true),
    });

    for await (const event of readEventStream(body)) if (event.name === 'lines') break;

    expect(isCancelled).toBe(true);
  });
});
