import { cpus, totalmem } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as systeminformation from 'systeminformation';
import { createPortableReader, type SystemInformation } from './portable-reader.ts';

function reading(information: Partial<Record<keyof SystemInformation, () => Promise<unknown>>>) {
  const nothing = () => Promise.reject(new Error('not supported'));
  const reader = createPortableReader({
    information: {
      fsStats: nothing,
      mem: nothing,
      networkStats: nothing,
      ...information,
    } as unknown as SystemInformation,
    pause: 1,
  });
  onTestFinished(() => reader.stop());
  return reader;
}

describe(createPortableReader, () => {
  it('knows processors and memory at once', () => {
    const { cpu, memory } = reading({}).read();

    expect(cpu?.value.idle).toBeGreaterThan(0);
    expect(Math.floor((cpu?.value.user ?? 0) / 1e9)).toBeLessThan(cpus().length * 1e6);
    expect(memory?.total).toBe(totalmem());
  });

  it('has disks and networks once the system has answered', async () => {
    const reader = reading({
      fsStats: async () => ({ rx: 1000, wx: 2000 }),
      mem: async () => ({ total: 100, available: 40, buffcache: 30 }),
      networkStats: async () => [
        { iface: 'en0', rx_bytes: 5, tx_bytes: 6 },
        { iface: 'lo0', rx_bytes: 7, tx_bytes: 7 },
        { iface: 'en1', rx_bytes: 0, tx_bytes: 0 },
      ],
    });

    await vi.waitFor(() => expect(reader.read().network).toBeDefined());
    const { memory, disk, network } = reader.read();

    expect(memory).toEqual({ total: 100, available: 40, cached: 30 });
    expect([...(disk?.devices ?? [])]).toEqual([
      ['all', { counters: { read: 1000, written: 2000 }, inTotal: true }],
    ]);
    expect([...(network?.devices ?? [])]).toEqual([
      ['en0', { counters: { received: 5, sent: 6 }, inTotal: true }],
      ['lo0', { counters: { received: 7, sent: 7 }, inTotal: false }],
    ]);
  });

  it('leaves out what a system does not tell, as Windows its disks', async () => {
    const reader = reading({ fsStats: async () => null, networkStats: async () => [] });

    await vi.waitFor(() => expect(reader.read().network).toBeDefined());

    expect(reader.read().disk).toBeUndefined();
    expect(reader.read().memory?.total).toBe(totalmem());
  });

  it('asks one question at a time, again and again, until it is stopped', async () => {
    let open = 0;
    let most = 0;
    const asked = vi.fn(async () => {
      most = Math.max(most, (open += 1));
      await Promise.resolve();
      open -= 1;
      return null;
    });
    const reader = reading({ fsStats: asked, mem: asked, networkStats: asked });
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(6));
    reader.stop();

    expect(most).toBe(1);
  });

  it('reads this machine through the real library', async () => {
    const reader = createPortableReader({ information: systeminformation });
    onTestFinished(() => reader.stop());

    await vi.waitFor(() => expect(reader.read().network).toBeDefined(), { timeout: 20_000 });

    expect(reader.read().memory?.available).toBeGreaterThan(0);
    expect([...(reader.read().network?.devices.keys() ?? [])].length).toBeGreaterThan(0);
  }, 30_000);
});
