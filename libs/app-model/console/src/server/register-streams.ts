import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { consolePaths, streamEvents } from '../api/console-api.ts';
import { ConsoleError } from '../console-error.ts';
import type { ConsoleSource } from './console-source.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { mergeLines } from './merge-lines.ts';
import { readLinesWanted } from './read-request.ts';

/** Streams that may be open at once: some tabs, with two each, and some command lines. */
const mostStreams = 64;

/** What changes, and what is printed, as it happens. `streams` holds those that are open. */
export function registerStreams(
  app: FastifyInstance,
  source: ConsoleSource,
  streams: Set<EventStream>,
): void {
  /** Goes on until the client leaves; `unsubscribe` then ends what feeds the stream. */
  const open = (reply: FastifyReply, unsubscribe: () => void): EventStream => {
    reply.hijack();
    const stream = openEventStream(reply.raw, {
      headers: reply.getHeaders(),
      onEnd() {
        streams.delete(stream);
        unsubscribe();
      },
    });
    streams.add(stream);
    return stream;
  };
  const checkRoom = (): void => {
    if (streams.size < mostStreams) return;
    throw new ConsoleError('busy', `More than ${mostStreams} streams are open`);
  };

  app.get(consolePaths.events, async (_request, reply) => {
    checkRoom();
    const sent = new Map<string, string>();
    const send = (resource: ResourceSnapshot): void => {
      const text = JSON.stringify(resource);
      // Most probes find what the one before has found.
      if (sent.get(resource.name) === text) return;
      sent.set(resource.name, text);
      stream.send({ name: streamEvents.resource, data: resource });
    };
    const unsubscribe = source.subscribe((event) => {
      if (event.lines === undefined) source.resources().forEach(send);
    });
    const stream = open(reply, unsubscribe);
    source.resources().forEach(send);
  });

  app.get(consolePaths.logStream, async (request, reply) => {
    checkRoom();
    const wanted = readLinesWanted(source, request);
    const unsubscribe = source.subscribe(({ resource, lines = [] }) => {
      if (wanted.resource === undefined || wanted.resource === resource) send(lines);
    });
    const stream = open(reply, unsubscribe);
    const send = (lines: ReturnType<typeof mergeLines>): void => {
      const id = lines.at(-1)?.number;
      if (id !== undefined) stream.send({ name: streamEvents.lines, id, data: lines });
    };
    send(mergeLines(source, wanted));
  });
}
