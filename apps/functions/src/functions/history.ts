import { boardIdSchema, historyAnswerSchema, type HistoryAnswer } from '@heliograph/contracts';
import * as z from 'zod';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { readHistoryWindow } from '../history-range.ts';
import { createEndpoint } from '../http-function.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';

/** Frames in one answer: a quarter of an hour at one a second, about a megabyte. */
const framesPerAnswer = 900;

const time = z.int().nonnegative().optional();

/** `GET /api/boards/{board}/history?from=&to=`: stored frames of a board. */
export function createHistory(backend: Backend) {
  return createEndpoint({
    name: 'history',
    method: 'GET',
    route: 'boards/{board}/history',
    description: {
      summary: 'Stored frames of a board, in order. `more` says that the answer was cut.',
      allowed: 'signed-in',
      parameters: [
        { in: 'path', name: 'board', summary: 'Id of the board.', schema: boardIdSchema },
        {
          in: 'query',
          name: 'from',
          summary: 'Unix milliseconds; a quarter of an hour before `to` when absent.',
          schema: time,
        },
        { in: 'query', name: 'to', summary: 'Unix milliseconds; now when absent.', schema: time },
      ],
      answers: {
        200: {
          summary: 'The frames. The first one of each epoch is a key frame.',
          body: historyAnswerSchema,
        },
      },
      refusals: ['board-unknown', 'range-invalid'],
    },
    handler: createHttpHandler('history', backend, async (request) => {
      const board = readBoard(request.params['board']);
      const window = readHistoryWindow(request.query, backend.now());
      const { frames, more } = await backend.history.range({ ...window, limit: framesPerAnswer });
      const jsonBody: HistoryAnswer = { board, frames, more };
      return { headers: noStore, jsonBody };
    }),
  });
}
