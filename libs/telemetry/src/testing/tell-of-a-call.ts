/**
 * A program for tests, with telemetry as its environment asks for it: is called once, within a trace
 * that others began, and calls the service behind the URL in its first argument. Everything that
 * must not be told is in there: tokens, arguments, ids of people.
 */
import { safeName } from '../safe-name.ts';
import { startTelemetry } from '../start-telemetry.ts';
import { traceFetch } from '../traced-fetch.ts';
import { hostile, traceId } from './what-is-told.ts';

const [, , service = ''] = process.argv;
const telemetry = startTelemetry({
  service: 'functions',
  environment: process.env,
  onFailure: (reason) => console.error(reason),
});
await telemetry.ready;
const fetch = traceFetch(globalThis.fetch, () => telemetry.recorder);
const hub = 'live';

const call = telemetry.recorder?.begin({
  kind: 'server',
  name: 'chat',
  attributes: { 'signalr.hub': hub, 'signalr.target': 'chatToAll' },
  traceparent: `00-${traceId}-b7ad6b7169203331-01`,
});
await call?.run(async () => {
  await Promise.resolve();
  await fetch(`${service}/api/hubs/${hub}/users/ada@secret/:send?api-version=1&k=${hostile}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hostile}` },
    body: JSON.stringify({ target: 'chatMessage', arguments: [hostile, 'ada@secret'] }),
  });
  await fetch(`${service}/other?${hostile}`);
  telemetry.recorder
    ?.begin({
      kind: 'producer',
      name: 'send notification',
      attributes: { 'signalr.hub': hub, 'signalr.target': 'notification' },
    })
    .end({ isFailed: false, bytes: 99 });
});
call?.end({ isFailed: true, bytes: 12 });
telemetry.recorder?.countConnection('closed', { reason: safeName(hostile) });
await telemetry.stop();
