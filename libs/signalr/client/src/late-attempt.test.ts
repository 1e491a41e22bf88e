import { describe, expect, it, vi } from 'vitest';
import type { Attempt, AttemptEvents, AttemptOptions } from './attempt.ts';
import { openLateAttempt, type LoadAttempt } from './late-attempt.ts';

const options = { negotiateUrl: 'http://127.0.0.1/api/negotiate' } as AttemptOptions;

function createEvents() {
  return {
    connected: vi.fn<AttemptEvents['connected']>(),
    failed: vi.fn<AttemptEvents['failed']>(),
    closed: vi.fn<AttemptEvents['closed']>(),
    invoked: vi.fn<AttemptEvents['invoked']>(),
    unknownTarget: vi.fn<AttemptEvents['unknownTarget']>(),
  };
}

function createProgram() {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<LoadAttempt>>>();
  const attempt: Attempt = {
    invoke: vi.fn<Attempt['invoke']>(async () => 'answer'),
    end: vi.fn<Attempt['end']>(async () => undefined),
  };
  const openAttempt = vi.fn<(options: AttemptOptions, events: AttemptEvents) => Attempt>(
    () => attempt,
  );
  return {
    attempt,
    openAttempt,
    load: () => promise,
    arrive: () => resolve({ openAttempt }),
    fail: () => reject(new TypeError('Failed to fetch dynamically imported module')),
  };
}

describe(openLateAttempt, () => {
  it('opens the attempt once its program is there', async () => {
    const program = createProgram();
    const events = createEvents();
    const late = openLateAttempt(options, events, program.load);
    expect(program.openAttempt).not.toHaveBeenCalled();

    program.arrive();
    await vi.waitFor(() => expect(program.openAttempt).toHaveBeenCalledWith(options, events));
    await expect(late.invoke('greet', ['Ada'])).resolves.toBe('answer');
    expect(program.attempt.invoke).toHaveBeenCalledWith('greet', ['Ada']);
    await late.end();
    expect(program.attempt.end).toHaveBeenCalledOnce();
  });

  it('opens nothing when it was ended before', async () => {
    const program = createProgram();
    const late = openLateAttempt(options, createEvents(), program.load);
    await late.end();

    program.arrive();
    await program.load();
    expect(program.openAttempt).not.toHaveBeenCalled();
  });

  it('says so when the program cannot be had', async () => {
    const program = createProgram();
    const events = createEvents();
    const late = openLateAttempt(options, events, program.load);

    program.fail();
    await vi.waitFor(() => expect(events.failed).toHaveBeenCalledWith('client-not-loaded'));
    await expect(late.invoke('greet', [])).rejects.toMatchObject({ code: 'not-live' });
  });
});
