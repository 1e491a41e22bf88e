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

/** Calls back after everybody who waits for the end of this turn has done what can be done at once. */
export function afterTurn(callback: () => void): void {
  void endOfTurn().then(() => process.nextTick(callback)); // ticks come after all promises
}
