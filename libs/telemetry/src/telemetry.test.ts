import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCallStatistics } from './call-statistics.ts';
import { dataPlaneRoute } from './data-plane-route.ts';
import { safeName } from './safe-name.ts';
import { startSeriesPusher } from './series-pusher.ts';
import { startTelemetry } from './start-telemetry.ts';
import { traceFetch } from './traced-fetch.ts';

interface Received {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

async function startRecordingServer(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address?.port}`, received };
}

const hostile = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

describe(startTelemetry, () => {
  it('loads nothing of OpenTelemetry when no setting asks for it', () => {
    const module = JSON.stringify(new URL('./index.ts', import.meta.url).href);
    const program = `
      const { registerHooks } = await import('node:module');
      registerHooks({
        resolve(name, context, next) {
          if (/opentelemetry|@azure/.test(name)) process.stdout.write(name);
          return next(name, context);
        },
      });
      const { startTelemetry } = await import(${module});
      const telemetry = startTelemetry({ service: 'a', environment: {} });
      await telemetry.ready;
      process.stdout.write(String(telemetry.isOn));`;
    const args = ['--input-type=module', '-e', program];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });

    expect({ stdout, stderr }).toEqual({ stdout: 'false', stderr: '' });
  });

  it('exports one trace from the call that came in to the one that went out, without a secret', async () => {
    const backend = await startRecordingServer();
    const otlp = await startRecordingServer();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', otlp.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const telemetry = startTelemetry({ service: 'functions', environment: process.env });
    await telemetry.ready;
    const fetch = traceFetch(globalThis.fetch, () => telemetry.recorder);
    const traceId = '0af7651916cd43dd8448eb211c80319c';

    const call = telemetry.recorder?.begin({
      kind: 'server',
      name: 'chat',
      attributes: { 'signalr.hub': 'live', 'signalr.target': 'chatToAll' },
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    });
    await call?.run(async () => {
      await Promise.resolve();
      await fetch(
        `${backend.url}/api/hubs/live/users/ada@secret/:send?api-version=1&k=${hostile}`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${hostile}` },
          body: JSON.stringify({ target: 'chat', arguments: [hostile, 'ada@secret'] }),
        },
      );
      await fetch(`${backend.url}/other?${hostile}`);
    });
    call?.end({ isFailed: true, bytes: 12 });
    telemetry.recorder?.countConnection('closed', { reason: safeName(hostile) });
    await telemetry.stop();

    const exported = JSON.stringify(otlp.received.map(({ path, body }) => ({ path, body })));
    const [sent, other] = backend.received;
    expect(sent?.headers['traceparent']).toContain(traceId);
    expect(sent?.headers['authorization']).toBe(`Bearer ${hostile}`);
    expect(other?.headers['traceparent']).toBeUndefined();
    expect(otlp.received.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(exported.split(traceId).length - 1).toBe(2);
    for (const part of ['chatToAll', 'POST /api/hubs/{hub}/users/{user}/:send', 'call.size']) {
      expect(exported).toContain(part);
    }
    for (const part of ['call.errors', 'connections.closed']) expect(exported).toContain(part);
    for (const secret of ['eyJ', 'secret', 'ada', 'c2lnb']) expect(exported).not.toContain(secret);
  });
});

describe(dataPlaneRoute, () => {
  it.for([
    ['/api/hubs/live/:send', '/api/hubs/{hub}/:send'],
    [
      '/api/hubs/live/groups/a%2Fb/connections/x',
      '/api/hubs/{hub}/groups/{group}/connections/{connection}',
    ],
    ['/api/hubs/live/users/users/groups', '/api/hubs/{hub}/users/{user}/groups'],
    [`/api/hubs/live/${hostile}`, 'other'],
  ] as const)('shows %s as %s', ([path, route]) => {
    expect(dataPlaneRoute(path)).toEqual({ hub: 'live', route });
  });
});

describe(startSeriesPusher, () => {
  it('pushes requests per second, response times and people', async () => {
    const collector = await startRecordingServer();
    const statistics = createCallStatistics();
    for (let each = 1; each <= 100; each += 1) statistics.add(each);
    const peopleOnline = async () => 3;
    const pusher = startSeriesPusher({
      url: `${collector.url}/api/metrics`,
      statistics,
      peopleOnline,
      every: 50,
    });
    onTestFinished(() => pusher.stop());

    await vi.waitFor(() => expect(collector.received.length).toBeGreaterThanOrEqual(2));

    const [first, second] = collector.received.map(({ body }): unknown => JSON.parse(body));
    expect(first).toMatchObject([
      { name: 'app.requests', value: 2000, unit: 'count/s' },
      { name: 'app.response.median', value: 0.05, unit: 'seconds' },
      { name: 'app.response.p95', value: 0.095 },
      { name: 'app.people', value: 3 },
    ]);
    expect(second).toMatchObject([{ name: 'app.requests', value: 0 }, { name: 'app.people' }]);
  });
});
