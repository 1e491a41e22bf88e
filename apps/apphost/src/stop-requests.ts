export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'parent-gone';

export interface StopRequests {
  /** Resolves with the first request to stop. */
  readonly first: Promise<StopReason>;
  /** Resolves when somebody does not want to wait any longer. */
  readonly second: Promise<void>;
  close(): void;
}

/** What of a process the requests come through. */
export type RequestSource = Pick<
  NodeJS.Process,
  'on' | 'off' | 'once' | 'env' | 'connected' | 'ppid'
>;

/**
 * In a terminal, Ctrl-C reaches every process of the job, and npm passes it on to us once more. A
 * signal that soon after the first is the same key press.
 */
const samePress = 700;
const parentCheck = 1_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for requests to stop: signals, the end of the program that started us with a channel, and
 * the end of npm, which may be killed without a chance to pass it on.
 */
export function listenForStop(source: RequestSource, now: () => number): StopRequests {
  const first = Promise.withResolvers<StopReason>();
  const second = Promise.withResolvers<void>();
  let requestedAt: number | undefined;

  const request = (reason: StopReason): void => {
    if (requestedAt === undefined) {
      requestedAt = now();
      first.resolve(reason);
    } else if (reason !== 'parent-gone' && now() - requestedAt > samePress) {
      second.resolve();
    }
  };
  const onParentGone = (): void => request('parent-gone');
  for (const signal of signals) source.on(signal, request);
  if (source.connected) source.once('disconnect', onParentGone);

  const parent = source.ppid;
  const check = setInterval(() => {
    if (source.ppid !== parent) onParentGone();
  }, parentCheck);
  if (source.env['npm_lifecycle_event'] === undefined) clearInterval(check);
  check.unref();

  return {
    first: first.promise,
    second: second.promise,
    close() {
      clearInterval(check);
      source.off('disconnect', onParentGone);
      for (const signal of signals) source.off(signal, request);
    },
  };
}

/** By convention 128 and the signal's number, for those who were not done yet. */
export function interruptedExitCode(reason: StopReason): number {
  switch (reason) {
    case 'SIGHUP':
      return 129;
    case 'SIGINT':
      return 130;
    case 'SIGTERM':
      return 143;
    case 'parent-gone':
      return 1;
  }
}
