export { createRestClient } from './rest-client.ts';
export type {
  Invocation,
  RequestOptions,
  RestClient,
  RestClientOptions,
  SendOptions,
} from './rest-client.ts';
export { createIdentityToken } from './identity-token.ts';
export type { IdentityTokenOptions } from './identity-token.ts';
export { RestError, restErrorCodes } from './rest-error.ts';
export type { RestErrorCode } from './rest-error.ts';
