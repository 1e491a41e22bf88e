import { RunError } from '@pulumi/pulumi/errors.js';

/** Why something is refused before it is created. */
export const infraErrorCodes = [
  /** No name that Azure accepts can be made of these parts. */
  'name-invalid',
  /** The plan of a function app forbids a setting, or sets it itself. */
  'setting-forbidden',
  /** Options contradict each other or the tier they are asked of. */
  'option-invalid',
  /** An existing resource is not what the platform needs. */
  'existing-unfit',
  /** The stack's configuration is incomplete or wrong. */
  'configuration-invalid',
  /** The key of the upstream is asked for before the code that owns it was deployed. */
  'upstream-key-missing',
] as const;

export type InfraErrorCode = (typeof infraErrorCodes)[number];

/**
 * A refusal. Programs match on `code`, which is stable; `message` names the resource and the rule,
 * and is all that Pulumi shows of it, because it is one of its `RunError`s.
 */
export class InfraError extends RunError {
  override readonly name = 'InfraError';
  readonly code: InfraErrorCode;

  constructor(code: InfraErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
