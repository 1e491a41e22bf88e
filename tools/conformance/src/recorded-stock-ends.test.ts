import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { call } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { itLocally, startService } from './target/service.ts';
import { createStockClient } from './target/stock-client.ts';
import { startUpstream } from './target/test-upstream.ts';

/** Microsoft's client is closed over the data plane, or its service stops. */
interface StockEnd {
  readonly name: string;
  readonly stops?: true;
  readonly reason: string | null;
  readonly reconnects: boolean;
  readonly answer: StockEndAnswer;
}

interface StockEndAnswer {
  /** The client's callbacks, with the messages of their errors. */
  readonly events: readonly string[];
  readonly state: string;
  /** In alphabetical order: event and body, without bodies when the service stops. */
  readonly upstream: readonly string[];
}

const ends = readRecording<StockEnd>('stock-ends');
const deviations = readDeviations<StockEndAnswer>('stock-ends');

itLocally.for(ends)(
  "hub 12.5, golden 7, golden 9, service 11.13: Microsoft's client notices what was recorded: $name",
  async ({ name, stops, reason, reconnects, answer }) => {
    const expected = deviations.expected(name, {
      ...answer,
      upstream: answer.upstream.map((told) => told.replace('"Type":', '"type":')),
    });
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const events: string[] = [];
    const note = (event: string) => (error?: Error) =>
      void events.push(error === undefined ? event : `${event} ${error.message}`);
    const client = await createStockClient(service, {
      ...(reconnects && { reconnect: [0, 10] }),
      prepare: (connection) => {
        connection.onclose(note('onclose'));
        connection.onreconnecting(note('onreconnecting'));
        connection.onreconnected(() => void events.push('onreconnected'));
      },
    });
    await client.start();
    if (stops === true) await service.stop();
    else {
      const query = reason === null ? '' : `?reason=${reason}`;
      await call(service, 'DELETE', `connections/${client.connectionId}${query}`);
    }
    await eventually(() => events.length === expected.events.length);
    const told = (): string[] =>
      upstream.requests
        .map(({ headers, body }) => {
          const event = String(headers['x-asrs-event']);
          return stops === true ? event : `${event} ${body.toString()}`;
        })
        .toSorted();
    // Of a client that came back, the recording has what happened after its first coming.
    const came = reconnects && stops === undefined ? 1 : 0;
    await eventually(() => told().length === expected.upstream.length + came);
    expect({ events, state: client.state, upstream: told().slice(came) }).toEqual(expected);
  },
);

itLocally('hub 12.5: every deviation belongs to a recorded end', () => {
  const names = ends.map(({ name }) => name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
