import {
  backendPaths,
  historyAnswerSchema,
  problemSchema,
  sessionEnded,
  type BoardId,
  type Frame,
  type HistoryAnswer,
} from '@heliograph/contracts';
import { DashboardError } from '../dashboard-error.ts';

/** Unix milliseconds; without `to`, up to the newest. */
export interface HistoryRange {
  readonly from: number;
  readonly to?: number | undefined;
}

export interface HistorySource {
  /**
   * Hands over the stored frames of a range, page by page and in order.
   *
   * @throws DashboardError `backend-unreachable`, `token-refused`, `session-ended`,
   *   `backend-refused`, `answer-invalid`, or what the access token's renewal threw
   */
  read(
    board: BoardId,
    range: HistoryRange,
    onPage: (frames: readonly Frame[]) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

export interface HistorySourceParts {
  readonly backendUrl: string;
  readonly accessToken: () => Promise<string>;
  readonly fetch: typeof globalThis.fetch;
}

/** A page that takes longer than this is as good as none. */
const pageTimeoutMs = 10_000;

export function createHistorySource(parts: HistorySourceParts): HistorySource {
  return {
    async read(board, range, onPage, signal) {
      let from = range.from;
      for (;;) {
        const { frames, more } = await readPage(parts, board, { ...range, from }, signal);
        if (signal.aborted) return;
        onPage(frames);
        const next = frames.at(-1)?.at;
        // An answer that does not get further must not be asked for again and again.
        if (!more || next === undefined || next <= from) return;
        from = next;
      }
    },
  };
}

async function readPage(
  { backendUrl, accessToken, fetch }: HistorySourceParts,
  board: BoardId,
  { from, to }: HistoryRange,
  signal: AbortSignal,
): Promise<HistoryAnswer> {
  const url = new URL(backendUrl + backendPaths.history(board));
  url.searchParams.set('from', String(Math.max(0, Math.floor(from))));
  if (to !== undefined) url.searchParams.set('to', String(Math.max(0, Math.ceil(to))));
  const token = await accessToken();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(pageTimeoutMs)]),
  }).catch((cause: unknown) => {
    const message = `The backend at ${backendUrl} does not answer`;
    throw new DashboardError('backend-unreachable', message, { cause });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(response.status, body);
  const answer = historyAnswerSchema.safeParse(body);
  if (!answer.success) {
    const message = 'The backend answered with a history that cannot be read';
    throw new DashboardError('answer-invalid', message, { cause: answer.error });
  }
  return answer.data;
}

function refusal(status: number, body: unknown): DashboardError {
  const problem = problemSchema.safeParse(body);
  const said = problem.success ? problem.data.error.message : `status ${status}`;
  if (problem.data?.error.code === sessionEnded) return new DashboardError('session-ended', said);
  if (status === 401) {
    return new DashboardError('token-refused', `The backend does not accept your sign-in: ${said}`);
  }
  if (status >= 500) {
    return new DashboardError('backend-unreachable', `The backend cannot answer: ${said}`);
  }
  return new DashboardError('backend-refused', `The backend refused the history: ${said}`);
}
