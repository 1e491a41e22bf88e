/** Why a platform cannot run on this machine. */
export const localErrorCodes = [
  /** Ports that resources need belong to other programs; `ports` lists them. */
  'port-unavailable',
  /** A resource ended or stayed silent before it was ever healthy; `resource` names it. */
  'start-failed',
  /** It was stopped before everything was healthy. */
  'stopped',
  /** No resource of that name runs here as a process. */
  'resource-unknown',
  /** What was wanted of a part does not fit its state. */
  'action-unfit',
] as const;

export type LocalErrorCode = (typeof localErrorCodes)[number];

/** A port that could not be had. */
export interface PortProblem {
  readonly resource: string;
  readonly endpoint: string;
  readonly port: number;
  /** `taken` by another program, or `forbidden` to this user. */
  readonly reason: 'taken' | 'forbidden';
}

/** A refusal. Programs match on `code`, which is stable; `message` is for people. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  readonly code: LocalErrorCode;
  readonly ports: readonly PortProblem[];
  readonly resource: string | undefined;

  constructor(
    code: LocalErrorCode,
    message: string,
    about: { readonly ports?: readonly PortProblem[]; readonly resource?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.ports = about.ports ?? [];
    this.resource = about.resource;
  }
}
