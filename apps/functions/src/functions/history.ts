import { app } from '@azure/functions';
import type { HistoryAnswer } from '@heliograph/contracts';
import type { Backend } from '../backend.ts';
import { readBoard } from '../boards.ts';
import { readHistoryWindow } from '../history-range.ts';
import { createHttpHandler, noStore } from '../http-handler.ts';

/** Frames in one answer: a quarter of an hour at one a second, about a megabyte. */
const framesPerAnswer = 900;

/** `GET /api/boards/{board}/history?from=&to=`: stored frames of a board. */
export function registerHistory(backend: Backend): void {
  app.http('history', {
    methods: ['GET'],
    authLevel: 'anonymous',
    route: 'boards/{board}/history',
    handler: createHistory(backend),
  });
}

export function createHistory(backend: Backend) {
  return createHttpHandler('history', backend, async (request) => {
    const board = readBoard(request.params['board']);
    const window = readHistoryWindow(request.query, backend.now());
    const { frames, more } = await backend.history.range({ ...window, limit: framesPerAnswer });
    const jsonBody: HistoryAnswer = { board, frames, more };
    return { headers: noStore, jsonBody };
  });
}
