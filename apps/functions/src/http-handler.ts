import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import type { Problem } from '@heliograph/contracts';
import {
  IdentityError,
  readBearerToken,
  type AccessTokenVerifier,
} from '@heliograph/identity-verify';
import { BackendError } from './backend-error.ts';
import { toCaller, type Caller } from './caller.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Refusals } from './refusals.ts';
import type { Sessions } from './sessions.ts';

export interface HttpHandlerOptions {
  readonly verifier: AccessTokenVerifier;
  readonly sessions: Sessions;
  readonly requestLimit: RateLimit;
  readonly refusals: Refusals;
}

export type AnswerRequest = (
  request: HttpRequest,
  caller: Caller,
  context: InvocationContext,
) => Promise<HttpResponseInit>;

/** An `HttpHandler` that always answers with plain data. */
export type HttpFunction = (
  request: HttpRequest,
  context: InvocationContext,
) => Promise<HttpResponseInit>;

/**
 * Makes an HTTP function for people who are signed in and have a role. Everybody else is told why
 * not, which is counted and logged without the token.
 */
export function createHttpHandler(
  name: string,
  { verifier, sessions, requestLimit, refusals }: HttpHandlerOptions,
  answer: AnswerRequest,
): HttpFunction {
  return async (request, context) => {
    let who: string | undefined;
    try {
      const person = await verifier.verify(readBearerToken(request.headers.get('authorization')));
      who = person.userId;
      const caller = toCaller(person);
      await sessions.check(caller);
      if (!requestLimit.take(who)) {
        throw new BackendError('rate-exceeded', 'Too many requests: wait a minute');
      }
      return await answer(request, caller, context);
    } catch (reason) {
      if (reason instanceof IdentityError || reason instanceof BackendError) {
        context.warn(refusals.record({ where: name, code: reason.code, who }));
        return toProblem(reason);
      }
      context.error(`${name} failed:`, reason);
      return problem(500, 'unexpected', 'The request could not be handled');
    }
  };
}

function toProblem(reason: IdentityError | BackendError): HttpResponseInit {
  const answer = problem(reason.status, reason.code, reason.message);
  if (reason.status !== 401) return answer;
  // RFC 6750 section 3: the scheme, and the reason only for a token that came.
  const came = reason.code !== 'token-missing';
  const challenge = came ? 'Bearer error="invalid_token"' : 'Bearer';
  return { ...answer, headers: { ...noStore, 'www-authenticate': challenge } };
}

/** What only one person may see is kept by nobody on the way. */
export const noStore = { 'cache-control': 'no-store' } as const;

function problem(status: number, code: string, message: string): HttpResponseInit {
  const jsonBody: Problem = { error: { code, message } };
  return { status, headers: noStore, jsonBody };
}
