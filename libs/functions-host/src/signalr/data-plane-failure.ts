import { RestError } from '@heliograph/signalr-rest-client';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';

/** Why a request to the service failed. Of a token that could not be had, why it could not. */
export const dataPlaneFailure = (reason: unknown): string =>
  reason instanceof RestError && reason.cause instanceof FunctionsHostError
    ? reason.cause.message
    : errorText(reason);
