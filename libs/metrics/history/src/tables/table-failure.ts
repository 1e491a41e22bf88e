import { StoreError } from '../store-error.ts';

/** What Table Storage answered; nothing where there was no answer. */
export interface TableAnswer {
  readonly status: number | undefined;
  readonly code: string | undefined;
}

export function answerOf(reason: unknown): TableAnswer {
  if (!(reason instanceof Error)) return { status: undefined, code: undefined };
  const status = 'statusCode' in reason ? reason.statusCode : undefined;
  return { status: typeof status === 'number' ? status : undefined, code: codeOf(reason) };
}

/**
 * Says in a sentence what went wrong. The failure itself is not kept as the cause: it carries the
 * request, and with it signatures and tokens.
 */
export function toStoreError(reason: unknown): StoreError {
  if (reason instanceof StoreError) return reason;
  const { status, code } = answerOf(reason);
  const answer = [code, status].filter((part) => part !== undefined).join(', ');
  if (status === 401 || status === 403) {
    return new StoreError(
      'store-unreadable',
      `Table Storage lets us in no further (${answer}); the key or the identity needs the role Storage Table Data Contributor`,
    );
  }
  if (status === undefined || status === 429 || status >= 500) {
    return new StoreError(
      'store-busy',
      `Table Storage cannot be reached or is busy (${answer || 'no answer'})`,
    );
  }
  return new StoreError('store-failed', `Table Storage refused (${answer})`);
}

/** A stable name such as `EntityAlreadyExists` or `ECONNREFUSED`; never free text. */
function codeOf(reason: Error): string | undefined {
  const details = 'details' in reason ? reason.details : undefined;
  const candidates = [
    'code' in reason ? reason.code : undefined,
    typeof details === 'object' && details && 'odataError' in details
      ? odataCode(details.odataError)
      : undefined,
    reason.name,
  ];
  return candidates.find(
    (each): each is string =>
      typeof each === 'string' && /^[A-Za-z][A-Za-z_]{2,60}$/.test(each) && each !== 'RestError',
  );
}

function odataCode(error: unknown): unknown {
  return typeof error === 'object' && error && 'code' in error ? error.code : undefined;
}
