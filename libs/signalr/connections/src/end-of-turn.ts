let turn: Promise<void> | undefined;

/**
 * Resolves once the sockets that are ready in this turn of the event loop have been read; one promise
 * serves everybody who waits in it.
 */
export function endOfTurn(): Promise<void> {
  if (turn !== undefined) return turn;
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(() => {
    turn = undefined;
    resolve();
  });
  return (turn = promise);
}
