import { machineBoard, type BoardId } from '@heliograph/contracts';
import { BackendError } from './backend-error.ts';

/** The boards there are. */
export const boards: readonly BoardId[] = [machineBoard];

/** @throws BackendError `board-unknown` */
export function readBoard(id: string | undefined): BoardId {
  const board = boards.find((known) => known === id);
  if (board === undefined) throw new BackendError('board-unknown', 'There is no such board');
  return board;
}
