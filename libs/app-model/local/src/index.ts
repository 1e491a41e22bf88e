export { startLocally } from './local-platform.ts';
export type {
  LaunchContext,
  LocalEvent,
  LocalPlatform,
  LocalPlatformOptions,
} from './local-platform.ts';
export { reservePorts } from './reserve-ports.ts';
export type { PortWish, ReservedPort } from './reserve-ports.ts';
export { startProcess } from './managed-process.ts';
export type { ManagedProcess, ManagedProcessOptions, NodeProgram } from './managed-process.ts';
export type { ProbeResult } from './probe-http.ts';
export type { SupervisorTimes } from './supervisor.ts';
export { LocalError, localErrorCodes } from './local-error.ts';
export type { LocalErrorCode, PortProblem } from './local-error.ts';
