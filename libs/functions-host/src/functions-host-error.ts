/** Why a function app could not be started, or an invocation not be completed. */
export const functionsHostErrorCodes = [
  /** The folder does not exist, or is no function app. */
  'folder-invalid',
  /** host.json is missing, malformed or of another version. */
  'host-json-invalid',
  /** local.settings.json is malformed, or a setting is missing or cannot be read. */
  'settings-invalid',
  /** The app's own code could not be loaded. */
  'app-load-failed',
  /** A trigger, a binding or one of its properties is not offered or contradicts another. */
  'function-invalid',
  /** The body of a request is longer than the app takes. */
  'body-too-large',
  'port-taken',
  'address-invalid',
  /** There is no running worker at the moment. */
  'worker-unavailable',
  /** The worker ended while the function ran. */
  'worker-lost',
  /** The function ran longer than host.json's functionTimeout. */
  'invocation-timeout',
  /** The function threw. */
  'function-failed',
  /** An input could not be made, or an output not be delivered. */
  'binding-failed',
  /** A worker sent something that is no message of the worker protocol. */
  'worker-message-invalid',
] as const;

export type FunctionsHostErrorCode = (typeof functionsHostErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is one sentence for people. */
export class FunctionsHostError extends Error {
  override readonly name = 'FunctionsHostError';
  readonly code: FunctionsHostErrorCode;

  constructor(code: FunctionsHostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
