export { startFunctionsHost } from './functions-host.ts';
export type { FunctionsHost, FunctionsHostOptions } from './functions-host.ts';
export type { FunctionDescription } from './app/function-description.ts';
export type { CorsPolicy } from './http/cors.ts';
export type { FunctionKeys } from './http/function-keys.ts';
export type { Log, LogEntry, LogLevel } from './log-entry.ts';
export { HostError, hostErrorCodes } from './host-error.ts';
export type { HostErrorCode } from './host-error.ts';
