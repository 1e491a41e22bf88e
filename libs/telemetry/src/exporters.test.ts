import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLoopbackCertificate } from './testing/loopback-certificate.ts';
import { startRecordingServer, type Received } from './testing/recording-server.ts';
import { hostile, traceId } from './testing/what-is-told.ts';

vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL('./testing/tell-of-a-call.ts', import.meta.url));
const ownToken = 'eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiJ1cyJ9.b3Vycw';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-telemetry-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the program to its end. Whatever else it would like to reach, it reaches nothing. */
async function run(service: string, settings: Record<string, string>): Promise<string> {
  const nowhere = 'http://127.0.0.1:9';
  const child = spawn(process.execPath, [program, service], {
    env: {
      PATH: process.env['PATH'],
      HTTPS_PROXY: nowhere,
      NO_PROXY: '127.0.0.1',
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      TMPDIR: temporaryFolder(),
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return stderr;
}

/** Ingestion as Application Insights does it. The program trusts its certificate. */
async function startIngestion() {
  const certificate = createLoopbackCertificate();
  const file = join(temporaryFolder(), 'certificate.pem');
  writeFileSync(file, certificate.cert);
  const answer = ({ body }: Received) => {
    const items = (JSON.parse(body) as unknown[]).length;
    return { itemsReceived: items, itemsAccepted: items, errors: [] };
  };
  const { url, received } = await startRecordingServer({ certificate, answer });
  return {
    received,
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=${url}/`,
      NODE_EXTRA_CA_CERTS: file,
    },
  };
}

interface Envelope {
  readonly tags: Record<string, string>;
  readonly data: { readonly baseType: string; readonly baseData: Record<string, unknown> };
}

const envelopesOf = (received: readonly Received[]) =>
  received.flatMap(({ body }) => JSON.parse(body) as Envelope[]);

function expectNoSecret(received: readonly Received[]): void {
  const told = JSON.stringify(received.map(({ path, body }) => ({ path, body })));
  const secrets = ['eyJ', 'secret', 'ada', hostile.slice(-10), ownToken.slice(-6)];
  for (const secret of secrets) expect(told).not.toContain(secret);
}

describe('an OTLP endpoint', () => {
  it('gets one trace from the call that came in to what went out, and metrics, without a secret', async () => {
    const service = await startRecordingServer();
    const otlp = await startRecordingServer();

    expect(await run(service.url, { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url })).toBe('');

    const [sent, other] = service.received;
    expect(sent?.headers['traceparent']).toContain(traceId);
    expect(sent?.headers['authorization']).toBe(`Bearer ${hostile}`);
    expect(other?.headers['traceparent']).toBeUndefined();
    expect(otlp.received.map(({ path }) => path).sort()).toEqual(['/v1/metrics', '/v1/traces']);
    const told = JSON.stringify(otlp.received.map(({ body }) => body));
    expect(told.split(traceId).length - 1).toBe(3);
    for (const part of [
      ...['chatToAll', 'chatMessage', 'notification', 'signalr.hub'],
      'POST /api/hubs/{hub}/users/{user}/:send',
      ...['call.duration', 'call.size', 'call.errors', 'connections.closed'],
    ]) {
      expect(told).toContain(part);
    }
    expectNoSecret(otlp.received);
  });
});

describe('Application Insights', () => {
  it('gets the same trace and metrics, without a secret', async () => {
    const service = await startRecordingServer();
    const { received, settings } = await startIngestion();

    expect(await run(service.url, settings)).toBe('');

    const envelopes = envelopesOf(received);
    const spans = envelopes.filter(({ data }) => /Request|Remote/.test(data.baseType));
    expect(spans.map(({ data }) => data.baseType).toSorted()).toEqual([
      'RemoteDependencyData',
      'RemoteDependencyData',
      'RequestData',
    ]);
    for (const { tags } of spans) expect(tags['ai.operation.id']).toBe(traceId);
    const properties = spans.map(({ data }) => data.baseData['properties']);
    for (const target of ['chatToAll', 'chatMessage', 'notification']) {
      expect(properties).toContainEqual(
        expect.objectContaining({ 'signalr.hub': 'live', 'signalr.target': target }),
      );
    }
    const metrics = envelopes.filter(({ data }) => data.baseType === 'MetricData');
    const names = JSON.stringify(metrics.map(({ data }) => data.baseData['metrics']));
    for (const name of ['call.duration', 'call.size', 'call.errors', 'connections.closed']) {
      expect(names).toContain(`heliograph.${name}`);
    }
    expect(received.map(({ headers }) => headers['authorization'])).not.toContainEqual(
      expect.anything(),
    );
    expectNoSecret(received);
  });

  it('is shown a token of our identity where the setting says that a key does not do', async () => {
    const service = await startRecordingServer();
    const identity = await startRecordingServer({
      answer: () => ({
        access_token: ownToken,
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        resource: 'https://monitor.azure.com/',
        token_type: 'Bearer',
      }),
    });
    const { received, settings } = await startIngestion();

    const stderr = await run(service.url, {
      ...settings,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=an-id',
      IDENTITY_ENDPOINT: `${identity.url}/msi/token`,
      IDENTITY_HEADER: 'the-header',
    });

    expect(stderr).toBe('');
    expect(identity.received[0]?.path).toContain('client_id=an-id');
    expect(identity.received[0]?.path).toContain('monitor.azure.com');
    expect(envelopesOf(received).length).toBeGreaterThan(5);
    for (const { headers } of received) {
      expect(headers['authorization']).toBe(`Bearer ${ownToken}`);
    }
    expectNoSecret(received);
  });
});
