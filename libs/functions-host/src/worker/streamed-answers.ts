import type { IncomingMessage, ServerResponse } from 'node:http';

/** The answers that are being streamed, by invocation. */
export interface StreamedAnswers {
  /** Takes the answer to a request that names its invocation, until it has ended. */
  add(request: IncomingMessage, response: ServerResponse): void;
  /** Resolves when the client keeps up with what was written so far, or has left. */
  drained(invocationId: string): Promise<void>;
}

/** By which the host tells which invocation a request belongs to. */
export const invocationHeader = 'x-ms-invocation-id';

export function createStreamedAnswers(): StreamedAnswers {
  const answers = new Map<string, ServerResponse>();

  return {
    add({ headers }, response) {
      const id = headers[invocationHeader];
      if (typeof id !== 'string') return;
      answers.set(id, response);
      response.once('close', () => answers.delete(id));
    },
    async drained(invocationId) {
      const answer = answers.get(invocationId);
      if (!answer?.writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          answer.off('drain', done).off('close', done);
          resolve();
        };
        answer.on('drain', done).on('close', done);
      });
    },
  };
}
