import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMachineMeter } from './machine-meter.ts';
import { openMachine } from './open-machine.ts';

const mebibyte = 1024 * 1024;
/** From Linux's magic.h. */
const tmpfsMagic = 0x01021994;

/** What the meter says of the time in which `work` ran: rates times seconds, and the rest as it is. */
async function during(work: () => unknown): Promise<Map<string, number>> {
  const machine = await openMachine();
  onTestFinished(() => machine.stop());
  const meter = createMachineMeter();
  const before = machine.read();
  meter.measure(before);
  await work();
  const after = machine.read();
  const samples = meter.measure(after);
  const seconds = ((after.network?.readAt ?? 0) - (before.network?.readAt ?? 0)) / 1000;
  return new Map(
    samples.map(({ series: { name, unit }, value }) => [
      name,
      (value ?? NaN) * (unit === 'bytes/s' ? seconds : 1),
    ]),
  );
}

describe.runIf(process.platform === 'linux')('the machine that runs this test', () => {
  it('has the memory that Node sees', async () => {
    const seen = await during(() => {});

    expect(seen.get('memory.total')).toBe(totalmem());
  });

  it('is busy while something computes', async () => {
    const seen = await during(() => {
      const end = performance.now() + 300;
      while (performance.now() < end) Math.hypot(end, 1);
    });

    expect(seen.get('cpu.busy')).toBeGreaterThan(0);
    expect(seen.get('cpu.busy')).toBeLessThanOrEqual(100);
    expect(seen.get('cpu.user')).toBeGreaterThan(0);
  });

  it('moves over loopback what is sent there', async () => {
    const server = createServer((socket) => socket.resume());
    onTestFinished(() => void server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');

    const seen = await during(async () => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      socket.end(Buffer.alloc(5 * mebibyte));
      await once(socket.resume(), 'close');
    });

    expect(seen.get('network.lo.sent')).toBeGreaterThanOrEqual(5 * mebibyte);
    expect(seen.get('network.lo.received')).toBeGreaterThanOrEqual(5 * mebibyte);
  });

  it.skipIf(statfsSync('.').type === tmpfsMagic)(
    'writes to a disk what is written to a file',
    async () => {
      const folder = mkdtempSync(join(process.cwd(), 'out-test-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

      const seen = await during(() => {
        const file = openSync(join(folder, 'written'), 'w');
        writeSync(file, Buffer.alloc(8 * mebibyte, 1));
        fsyncSync(file);
        closeSync(file);
      });

      expect(seen.get('disk.write')).toBeGreaterThanOrEqual(8 * mebibyte * 0.9);
    },
  );
});
