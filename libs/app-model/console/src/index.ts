export { startConsole } from './server/start-console.ts';
export type { ConsoleOptions, RunningConsole } from './server/start-console.ts';
export type { ConsoleSource, SourceEvent } from './server/console-source.ts';
export { createConsoleClient } from './client/console-client.ts';
export type { ConsoleAddress, ConsoleClient, WantedLines } from './client/console-client.ts';
export { ConsoleError, consoleErrorCodes } from './console-error.ts';
export type { ConsoleErrorCode } from './console-error.ts';
