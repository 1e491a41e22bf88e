export { startLocally } from './local-platform.ts';
export type { LocalPlatform } from './local-platform.ts';
export type { LocalPlatformOptions } from './local-platform-options.ts';
export type { LocalEvent } from './local-event.ts';
export type {
  LaunchContext,
  Launcher,
  PreparedLaunch,
  PreparedSetting,
} from './prepared-launch.ts';
export { reservePorts } from './reserve-ports.ts';
export type { PortWish, ReservedPort } from './reserve-ports.ts';
export { startProcess } from './managed-process.ts';
export type { ManagedProcess, ManagedProcessOptions, NodeProgram } from './managed-process.ts';
export type { ProbeResult } from './probe-http.ts';
export type { SupervisorTimes } from './supervisor.ts';
export { LocalError, localErrorCodes } from './local-error.ts';
export type { LocalErrorCode, PortProblem } from './local-error.ts';
