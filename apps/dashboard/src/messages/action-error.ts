import { ClientError } from '@heliograph/signalr-client';
import { DashboardError } from '../dashboard-error.ts';

/** Says in a sentence why something that a person did over the hub came to nothing. */
export function toActionError(cause: unknown): DashboardError {
  if (!(cause instanceof ClientError)) return DashboardError.from(cause);
  switch (cause.code) {
    case 'refused':
      return new DashboardError('action-refused', asSentence(said(cause)), { cause });
    case 'connection-lost':
    case 'timed-out': {
      const why =
        cause.code === 'timed-out' ? 'No answer came in time.' : 'The connection broke meanwhile.';
      return new DashboardError('outcome-unknown', `${why} It may have been sent all the same.`, {
        cause,
      });
    }
    case 'not-live': {
      const message = 'There is no live connection, so nothing was sent. Try again in a moment.';
      return new DashboardError('not-connected', message, { cause });
    }
    case 'result-invalid':
    case 'options-invalid':
      return DashboardError.from(cause);
  }
}

const said = ({ cause, message }: ClientError): string =>
  cause instanceof Error && cause.message !== '' ? cause.message : message;

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
