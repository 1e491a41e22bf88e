export { startTelemetry } from './start-telemetry.ts';
export type { Telemetry, TelemetryOptions } from './start-telemetry.ts';
export type { Attributes, Call, OngoingCall, Recorder } from './recorder.ts';
export { traceFetch } from './traced-fetch.ts';
export { safeName } from './safe-name.ts';
export { createCallStatistics } from './call-statistics.ts';
export type { CallStatistics, CallSummary } from './call-statistics.ts';
export { startSeriesPusher } from './series-pusher.ts';
export type { SeriesPusher, SeriesPusherOptions, SeriesValue } from './series-pusher.ts';
