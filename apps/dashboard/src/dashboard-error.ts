/** Everything that can keep the dashboard from showing its picture. */
export const dashboardErrorCodes = [
  /** `/settings.json` does not answer, or answers with a refusal. */
  'settings-unavailable',
  /** `/settings.json` is not what the contract says. */
  'settings-invalid',
  /** The sign-in service does not answer. */
  'provider-unreachable',
  /** The sign-in service said no. */
  'sign-in-refused',
  /** The session is over and cannot be continued without the person. */
  'session-ended',
  /** The backend does not answer. */
  'backend-unreachable',
  /** The backend does not accept the access token. */
  'token-refused',
  /** The backend answered with a refusal other than the token's. */
  'backend-refused',
  /** The backend refused what a person wanted to do; the message is its own sentence. */
  'action-refused',
  /** Nothing was sent, because there is no live connection. */
  'not-connected',
  /** It was sent, and no answer came. */
  'outcome-unknown',
  /** The backend's answer is not what the contract says. */
  'answer-invalid',
  /** A fault of the dashboard itself. */
  'unexpected',
] as const;

export type DashboardErrorCode = (typeof dashboardErrorCodes)[number];

/** A reason in words. Programs match on `code`, which is stable; `message` is for people. */
export class DashboardError extends Error {
  override readonly name = 'DashboardError';
  readonly code: DashboardErrorCode;

  constructor(code: DashboardErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Makes a `DashboardError` of whatever was caught, and keeps it as the cause. */
  static from(reason: unknown): DashboardError {
    if (reason instanceof DashboardError) return reason;
    const detail = reason instanceof Error ? reason.message : String(reason);
    return new DashboardError('unexpected', `Something went wrong in this page: ${detail}`, {
      cause: reason,
    });
  }
}
