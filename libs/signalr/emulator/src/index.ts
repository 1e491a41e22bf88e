export { startSignalR } from './start-signalr.ts';
export type { SignalROptions, SignalRService } from './start-signalr.ts';
export type { AllowedOrigins } from './http/cors.ts';
export type { ServiceLog, ServiceLogEntry } from './service-log.ts';
export type { UpstreamTemplate } from './upstream/upstream-template.ts';
export { ServiceError, serviceErrorCodes } from './service-error.ts';
export type { ServiceErrorCode } from './service-error.ts';
