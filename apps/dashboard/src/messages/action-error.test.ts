import { ClientError, type ClientErrorCode } from '@heliograph/signalr-client';
import { describe, expect, it } from 'vitest';
import { toActionError } from './action-error.ts';

describe(toActionError, () => {
  it('repeats what the backend said, as a sentence', () => {
    const cause = new ClientError('refused', "'notify' was refused: no", {
      cause: new Error("'notify' needs one of the roles operator, admin"),
    });

    expect(toActionError(cause)).toMatchObject({
      code: 'action-refused',
      message: "'notify' needs one of the roles operator, admin.",
    });
  });

  it.for([
    ['not-live', 'not-connected', /nothing was sent/],
    ['timed-out', 'outcome-unknown', /may have been sent/],
    ['connection-lost', 'outcome-unknown', /may have been sent/],
    ['result-invalid', 'unexpected', /Something went wrong/],
  ] as const)('says what %s means for the person', ([code, expected, sentence]) => {
    const error = toActionError(new ClientError(code satisfies ClientErrorCode, 'inside'));

    expect(error).toMatchObject({ code: expected, message: expect.stringMatching(sentence) });
  });
});
