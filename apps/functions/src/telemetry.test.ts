import { once } from 'node:events';
import { createServer } from 'node:http';
import { settingNames } from '@heliograph/contracts';
import { startFunctionsHost } from '@heliograph/functions-host';
import { startSignalR } from '@heliograph/signalr-emulator';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually, patience, startPlatform } from './fixtures/start-platform.ts';

vi.setConfig({ testTimeout: patience, hookTimeout: patience });

async function startRecordingServer() {
  const received: { path: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body });
      response.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return { url, received };
}

describe('telemetry of the backend', () => {
  it('tells of hub and target of an invocation, and of the app as series, and of nobody by name', async () => {
    const { url, received } = await startRecordingServer();
    const cloud = { startSignalR, startFunctionsHost };
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: url, [settingNames.collectorUrl]: url };
    const { connection, tokenFor } = await startPlatform(cloud, { settings });
    const client = connection(await tokenFor('viola@heliograph.local', 'viewer'));
    await client.start();
    await client.invoke('joinBoard', 'machine');

    const sent = (path: string) =>
      received
        .filter((each) => each.path === path)
        .map(({ body }) => body)
        .join('\n');
    await eventually(() => {
      expect(sent('/v1/traces')).toContain('joinBoard');
      expect(sent('/api/metrics')).toContain('app.requests');
    });
    expect(sent('/v1/traces')).toContain('"signalr.hub"');
    expect(JSON.stringify(received)).not.toMatch(/viola|eyJ/);
  });
});
