import { boardGroup, machineBoard, type Frame } from '@heliograph/contracts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { frame } from './fixtures/frame.ts';
import { startPublisher } from './publisher.ts';

/** A service whose answers are under control. */
function fakeService() {
  let isWatched = true;
  let failure: Error | undefined;
  const sent: number[] = [];
  const held: (() => void)[] = [];
  let isSlow = false;
  return {
    sent,
    held,
    watch: (now: boolean) => (isWatched = now),
    fail: (now: Error | undefined) => (failure = now),
    slow: (now: boolean) => (isSlow = now),
    client: {
      groupHasMembers: vi.fn(async (group: string) => {
        expect(group).toBe(boardGroup(machineBoard));
        return isWatched;
      }),
      sendToGroup: vi.fn(async (group: string, invocation: { arguments: readonly unknown[] }) => {
        expect(group).toBe(boardGroup(machineBoard));
        if (isSlow) await new Promise<void>((resolve) => held.push(resolve));
        if (failure) throw failure;
        const [board, published] = invocation.arguments as [string, Frame];
        expect(board).toBe(machineBoard);
        sent.push(published.sequence);
      }),
    },
  };
}

function publisherTo(service: ReturnType<typeof fakeService>) {
  const log = { info: vi.fn(), warn: vi.fn() };
  const { client } = service;
  const publisher = startPublisher({ client, board: machineBoard, log, askEvery: 1 });
  onTestFinished(() => publisher.stop());
  return { publisher, log };
}

describe(startPublisher, () => {
  it('publishes what is offered while somebody watches', async () => {
    const service = fakeService();
    const { publisher } = publisherTo(service);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    publisher.offer(frame(1));

    await vi.waitFor(() => expect(service.sent).toEqual([1]));
    expect(publisher.counts).toMatchObject({ published: 1, failed: 0 });
  });

  it('publishes nothing while nobody watches, and begins when somebody comes', async () => {
    const service = fakeService();
    service.watch(false);
    const { publisher } = publisherTo(service);
    publisher.offer(frame(0));
    await vi.waitFor(() => expect(publisher.condition).toBe('unwatched'));
    publisher.offer(frame(1));
    service.watch(true);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    publisher.offer(frame(2));

    await vi.waitFor(() => expect(service.sent).toEqual([2]));
    service.watch(false);
    await vi.waitFor(() => expect(publisher.condition).toBe('unwatched'));
    publisher.offer(frame(3));
    expect(service.client.sendToGroup).toHaveBeenCalledTimes(1);
  });

  it('lets the newest frame win while the service takes its time', async () => {
    const service = fakeService();
    const { publisher } = publisherTo(service);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    service.slow(true);
    for (const sequence of [1, 2, 3, 4]) publisher.offer(frame(sequence));
    service.slow(false);
    service.held.forEach((release) => release());

    await vi.waitFor(() => expect(service.sent).toEqual([1, 4]));
    expect(publisher.counts).toMatchObject({ published: 2, superseded: 2 });
  });

  it('goes on after failures, and says once that they began and once that they ended', async () => {
    const service = fakeService();
    const { publisher, log } = publisherTo(service);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    service.fail(Object.assign(new Error('throttled'), { code: 'throttled' }));
    for (const sequence of [1, 2, 3]) {
      publisher.offer(frame(sequence));
      await vi.waitFor(() => expect(publisher.counts.failed).toBe(sequence));
    }
    const asked = service.client.groupHasMembers.mock.calls.length;
    await vi.waitFor(() =>
      expect(service.client.groupHasMembers.mock.calls.length).toBeGreaterThan(asked + 2),
    );
    expect(publisher.condition).toBe('failing');
    expect(publisher.failure).toEqual({ code: 'throttled', message: 'throttled' });
    service.fail(undefined);
    publisher.offer(frame(4));

    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(log.info).toHaveBeenCalledTimes(2);
  });

  it('leaves a frame beyond the hub’s budget to the history', async () => {
    const service = fakeService();
    const { publisher, log } = publisherTo(service);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    publisher.offer(frame(1, 'A'.repeat(70_000)));
    publisher.offer(frame(2, 'A'.repeat(70_000)));
    publisher.offer(frame(3));

    await vi.waitFor(() => expect(service.sent).toEqual([3]));
    expect(publisher.counts.oversized).toBe(2);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('asks and sends nothing after it was stopped', async () => {
    const service = fakeService();
    const { publisher } = publisherTo(service);
    await vi.waitFor(() => expect(publisher.condition).toBe('publishing'));
    await publisher.stop();
    const asked = service.client.groupHasMembers.mock.calls.length;
    publisher.offer(frame(1));
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(service.client.groupHasMembers.mock.calls.length).toBe(asked);
    expect(service.sent).toEqual([]);
  });
});
