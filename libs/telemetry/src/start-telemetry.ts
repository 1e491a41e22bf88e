import type { Recorder } from './recorder.ts';
import { readTelemetryTarget } from './telemetry-settings.ts';

export interface TelemetryOptions {
  /** Name of the program in traces. */
  readonly service: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told once when the exporters cannot be set up; the program goes on without them. */
  readonly onFailure?: (reason: unknown) => void;
}

export interface Telemetry {
  /** Whether a setting asks for telemetry. If not, nothing of OpenTelemetry is ever loaded. */
  readonly isOn: boolean;
  /** `undefined` until everything is loaded, and for good when telemetry is off. */
  readonly recorder: Recorder | undefined;
  /** Resolves when the recorder is there, or will never be. */
  readonly ready: Promise<void>;
  /** Sends what waits. */
  stop(): Promise<void>;
}

/** Loads OpenTelemetry in the background if a setting asks for it, so that no start has to wait. */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const target = readTelemetryTarget(options.environment);
  let recorder: Recorder | undefined;

  async function load(): Promise<void> {
    if (target.kind === 'none') return;
    try {
      const { openRecorder } = await import('./open-recorder.ts');
      recorder = await openRecorder(options.service, target);
    } catch (reason) {
      options.onFailure?.(reason);
    }
  }

  const ready = load();
  return {
    isOn: target.kind !== 'none',
    get recorder() {
      return recorder;
    },
    ready,
    async stop() {
      await ready;
      await recorder?.stop();
      recorder = undefined;
    },
  };
}
