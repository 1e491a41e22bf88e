import type * as z from 'zod';

/** What a child says to the process that started it. */
export type ChildReport =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly message: string };

/**
 * Serves the parent: says that this process is ready, then answers its commands one at a time. When
 * the parent is gone, however it ended, so is this process.
 */
export function serveParent<Command>(
  ready: unknown,
  commands: z.ZodType<Command>,
  answer: (command: Command) => unknown,
): void {
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches all processes of a terminal; the parent decides when this one ends.
  process.on('SIGINT', () => undefined);
  process.on('message', (message) => {
    Promise.resolve(commands.parse(message))
      .then(answer)
      .then(
        (value) => report({ kind: 'answer', value }),
        (error: unknown) => report({ kind: 'failure', message: String(error) }),
      );
  });
  report({ kind: 'ready', value: ready });
}

function report(what: ChildReport): void {
  process.send?.(what);
}
