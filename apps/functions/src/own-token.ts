import { setTimeout as wait } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import { BackendError } from './backend-error.ts';

/** Longest wait for a token, in milliseconds. The library would try for far longer than people do. */
const longestWait = 10_000;

/**
 * Gets tokens of the backend's own identity for our API: of its managed identity in Azure, of what
 * `DefaultAzureCredential` finds elsewhere. The library is loaded when the first one is needed; it
 * keeps a token until shortly before it expires.
 *
 * What it returns rejects with BackendError `collector-unavailable`; its message repeats no answer.
 */
export function createOwnToken(
  audience: string,
  timeoutMilliseconds = longestWait,
): () => Promise<string> {
  const scope = `${audience}/.default`;
  let loading: Promise<TokenCredential> | undefined;

  async function ask(): Promise<string | undefined> {
    loading ??= loadCredential();
    const credential = await loading;
    return (await credential.getToken(scope))?.token;
  }

  return async () => {
    const tooLate = wait(timeoutMilliseconds, undefined, { ref: false });
    const token = await Promise.race([ask(), tooLate]).catch((cause: unknown) => {
      throw unavailable(cause);
    });
    if (token === undefined) throw unavailable();
    return token;
  };
}

async function loadCredential(): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

function unavailable(cause?: unknown): BackendError {
  const message = 'The backend got no token with which the collector would take metrics';
  return new BackendError('collector-unavailable', message, { cause });
}
