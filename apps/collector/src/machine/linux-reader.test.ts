import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { laptopProc } from './fixtures/laptop-proc.ts';
import { createLinuxReader } from './linux-reader.ts';

type ProcFiles = Partial<Record<keyof typeof laptopProc, string>>;

/** A folder that looks like `/proc` and `/sys`, and a way to change its files. */
function fakeSystem(files: ProcFiles, disks?: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-proc-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'net'));
  for (const disk of disks ?? []) mkdirSync(join(folder, 'sys/block', disk), { recursive: true });
  const write = (changed: ProcFiles): void => {
    for (const [name, text] of Object.entries(changed)) writeFileSync(join(folder, name), text);
  };
  write(files);
  let time = 0;
  const reader = createLinuxReader({
    procFolder: folder,
    sysFolder: join(folder, 'sys'),
    monotonic: () => time,
  });
  onTestFinished(() => reader.stop());
  return { reader, write, wait: (milliseconds: number) => (time += milliseconds) };
}

describe(createLinuxReader, () => {
  it('reads a machine', () => {
    const { reader } = fakeSystem(laptopProc, ['nvme0n1', 'sda', 'dm-0', 'loop0']);

    const { cpu, memory, disk, network } = reader.read();

    expect(cpu?.value.idle).toBe(9_120_455);
    expect(memory?.total).toBe(16_252_928 * 1024);
    expect([...(disk?.devices.keys() ?? [])]).toEqual(['nvme0n1', 'sda']);
    expect([...(network?.devices.keys() ?? [])]).toEqual(['lo', 'wlp2s0', 'docker0', 'enx0c37']);
  });

  it('reads what the files say now, each time', () => {
    const { reader, write, wait } = fakeSystem(laptopProc);
    reader.read();
    wait(1000);
    write({ stat: 'cpu  1 0 0 2 0 0 0 0 0 0\n', meminfo: 'MemTotal: 2 kB\nMemFree: 1 kB\n' });

    expect(reader.read()).toMatchObject({
      cpu: { readAt: 1000, value: { user: 1, idle: 2 } },
      memory: { total: 2048, available: 1024 },
    });
  });

  it('tells disks from partitions by their names where the system hides its list', () => {
    const { reader } = fakeSystem(laptopProc);

    expect([...(reader.read().disk?.devices.keys() ?? [])]).toEqual(['nvme0n1', 'sda']);
  });

  it.for([
    ['are not listed', { diskstats: '' }],
    ['are none of its own', { diskstats: '   7  0 loop0 47 0 698 12 9 0 80 0 0 24 12\n' }],
  ] as const)('takes the kernel’s count of pages where disks %s', ([, files]) => {
    const { reader } = fakeSystem({ ...laptopProc, ...files });

    expect([...(reader.read().disk?.devices ?? [])]).toEqual([
      ['all', { counters: { read: 9_421_960 * 1024, written: 31_459_216 * 1024 }, inTotal: true }],
    ]);
  });

  it('leaves out what the system does not tell, until it does', () => {
    const { reader, write } = fakeSystem({});
    expect(reader.read()).toEqual({});
    write({ meminfo: laptopProc.meminfo });

    expect(Object.keys(reader.read())).toEqual(['memory']);
  });

  it('reads files of any length', () => {
    const many = Array.from(
      { length: 2000 },
      (_, at) => ` eth${at}: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0\n`,
    );
    const { reader } = fakeSystem({ 'net/dev': many.join('') });

    expect(reader.read().network?.devices.size).toBe(2000);
  });

  it.runIf(process.platform === 'linux')('reads this machine', () => {
    const reader = createLinuxReader();
    onTestFinished(() => reader.stop());

    const { cpu, memory, disk, network } = reader.read();

    expect(cpu?.value.user).toBeGreaterThan(0);
    expect(memory?.total).toBeGreaterThan(memory?.available ?? Infinity);
    expect(disk?.devices.size).toBeGreaterThan(0);
    expect(network).toBeDefined();
  });
});
