import { describe, expect, it } from 'vitest';
import { payload, v } from './testing/data-plane-fixture.ts';
import { eventually } from './testing/eventually.ts';
import { startService, type ServiceFixture } from './testing/service-fixture.ts';

interface Reading {
  readonly metrics: {
    readonly name: string;
    readonly values: { readonly dimensions: Record<string, string>; readonly value: number }[];
  }[];
}

async function figure(service: ServiceFixture, name: string, category?: string): Promise<number> {
  const response = await fetch(`${service.url}/emulator/metrics.json`);
  const { metrics } = (await response.json()) as Reading;
  const values = metrics.find((metric) => metric.name === name)?.values ?? [];
  const isMeant = ({ dimensions }: (typeof values)[number]): boolean =>
    category === undefined || dimensions['ConnectionCloseCategory'] === category;
  return values.find(isMeant)?.value ?? Number.NaN;
}

describe('the figures', () => {
  it('follow connections from opening to closing, and say why they ended', async () => {
    const service = await startService({ tier: 'free' });
    const leaving = await service.connect();
    const closed = await service.connect();
    await service.connect();
    expect(await figure(service, 'ConnectionCount')).toBe(3);
    expect(await figure(service, 'ConnectionQuotaUtilization')).toBe(15);

    await service.call('DELETE', `/api/hubs/live/connections/${closed.connectionId}?${v}`);
    await leaving.stop();
    await eventually(async () => (await figure(service, 'ConnectionCount')) === 1);
    expect(await figure(service, 'ConnectionOpenCount')).toBe(3);
    expect(await figure(service, 'ConnectionCloseCount', 'ClosedByAppServer')).toBe(1);
    expect(await figure(service, 'ConnectionCloseCount', 'Normal')).toBe(1);
    expect(await figure(service, 'ConnectionCloseCount', 'PingTimeout')).toBe(0);
  });

  it('count message units and the bytes of the sockets', async () => {
    const service = await startService();
    await service.connect();
    const before = await figure(service, 'OutboundTraffic');
    await service.call('POST', `/api/hubs/live/:send?${v}`, {
      target: 'm',
      arguments: ['x'.repeat(10_000)],
    });
    expect(await figure(service, 'MessageCount')).toBe(5);
    await eventually(async () => (await figure(service, 'OutboundTraffic')) >= before + 10_000);
    expect(await figure(service, 'InboundTraffic')).toBeGreaterThan(10_000);
  });

  it("show requests that fail by the caller's fault, not that something does not exist", async () => {
    const service = await startService();
    await service.call('GET', `/api/hubs/live/groups/none?${v}`);
    expect(await figure(service, 'UserErrors')).toBe(0);
    await fetch(`${service.url}/api/hubs/live/:send?${v}`, { method: 'POST' });
    expect(await figure(service, 'UserErrors')).toBe(50);
    expect(await figure(service, 'SystemErrors')).toBe(0);
    expect(await figure(service, 'ServerLoad')).toBeGreaterThan(0);
  });

  it('are text for Prometheus, where names that callers chose stay inside their quotes', async () => {
    const service = await startService({ tier: 'standard' });
    await service.connect();
    await service.call('POST', `/api/hubs/live/:send?${v}`, {
      ...payload,
      target: 'a"b\\c\nMessageCount 9',
    });
    const response = await fetch(`${service.url}/emulator/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const lines = (await response.text()).split('\n');
    expect(lines).toContain('# TYPE ConnectionCount gauge');
    expect(lines).toContain('ConnectionCount{Endpoint="Client"} 1');
    expect(lines).toContain('MessageCount 1');
    expect(lines).toContain('emulator_message_units_included 1000000');
    expect(lines).toContain(
      'emulator_message_units_today_by_target{hub="live",target="a\\"b\\\\c\\nMessageCount 9",to="clients"} 1',
    );
  });

  it('are not readable for other sites, cannot be written, and hold no keys', async () => {
    const service = await startService();
    const url = `${service.url}/emulator/metrics.json`;
    const response = await fetch(url, { headers: { Origin: 'https://elsewhere.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.text()).not.toContain('ABCDEFGH');
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${service.url}/emulator/else`)).status).toBe(404);
  });
});
