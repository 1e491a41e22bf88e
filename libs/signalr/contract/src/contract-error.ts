/** Why a hub definition or an invocation was refused. */
export const contractErrorCodes = [
  /** The hub's own definition breaks a rule of the service. A mistake of its author. */
  'hub-invalid',
  /** No target of this name in this direction. */
  'target-unknown',
  /** The arguments do not match the target's schema. */
  'arguments-invalid',
  /** The answer does not match the target's result schema. */
  'result-invalid',
  /** None of the caller's roles may invoke the target. */
  'permission-denied',
  /** The arguments are larger than the target's size budget. */
  'payload-too-large',
] as const;

export type ContractErrorCode = (typeof contractErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: ContractErrorCode;

  constructor(code: ContractErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
