/** Why a description of a platform was refused. */
export const modelErrorCodes = [
  /** A name breaks the rule for names of resources, endpoints or settings. */
  'name-invalid',
  /** A port is no whole number from 0 to 65535. */
  'port-invalid',
  /** Two resources or two parameters carry the same name. */
  'name-duplicate',
  /** A reference, wait or value points to a resource that this model does not have. */
  'resource-unknown',
  /** A value or health check points to an endpoint that its resource does not have. */
  'endpoint-unknown',
  /** A value points to a parameter that this model does not have, or that got no value. */
  'parameter-unknown',
  /** The resource referred to has nothing to connect to. */
  'connection-missing',
  /** Resources wait for each other, so none of them could ever start. */
  'wait-cycle',
  /** What it takes to connect to a resource is made of itself. */
  'connection-cycle',
  /** Nobody said how the resource comes to be. */
  'no-way-to-run',
  /** A choice that fits only a local run, or only Azure, in the other mode. */
  'mode-unfit',
  /** A number of replicas is no whole number, or the least is above the most. */
  'replicas-invalid',
  /** Two different values for the same setting of a resource. */
  'setting-duplicate',
] as const;

export type ModelErrorCode = (typeof modelErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` names the resource. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
