/**
 * Errors of the worker carry this mark, so that `@azure/functions` can tell them from the app's own.
 */
export class CoreError extends Error {
  override readonly name = 'CoreError';
  readonly isAzureFunctionsSystemError = true;
}

/** `@azure/functions` recognises a hook that the worker does not know by the name `RangeError`. */
export class UnknownHookError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
}
