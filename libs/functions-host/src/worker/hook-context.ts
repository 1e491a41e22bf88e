/**
 * What a hook gets. Its data and the invocation it is about cannot be replaced, only used; the other
 * members can be set, which is how a hook changes inputs, callback, result or error.
 */
export function createHookContext<Members extends object>(
  hookData: object,
  appHookData: object,
  members: Members,
  invocationContext?: unknown,
): Members {
  const context = { ...members };
  const fixed = {
    hookData,
    appHookData,
    ...(invocationContext === undefined ? {} : { invocationContext }),
  };
  for (const [name, value] of Object.entries(fixed)) {
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value,
      set() {
        throw new TypeError(`Cannot assign to read only property '${name}'`);
      },
    });
  }
  return context;
}
