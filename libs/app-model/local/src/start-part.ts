import type { LocalEvent } from './local-event.ts';
import { startProcess, type ManagedProcess } from './managed-process.ts';
import type { PreparedLaunch, PreparedSetting } from './prepared-launch.ts';
import { readableLine } from './readable-line.ts';
import type { ResourceLog } from './resource-log.ts';

export interface StartPartOptions {
  readonly name: string;
  readonly prepared: PreparedLaunch;
  /** The settings that the description gives it: those that are told of, unless they are secret. */
  readonly described: readonly PreparedSetting[];
  /** What every part sees besides its settings. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly log: ResourceLog;
  /** Takes secrets out of a line. */
  readonly redact: (line: string) => string;
  readonly emit: (event: LocalEvent) => void;
}

/** Starts the process of a part; what it prints goes to its log, and both are told of. */
export function startPart(options: StartPartOptions): ManagedProcess {
  const { name, prepared, described, environment, log, redact, emit } = options;
  const { program, settings } = prepared;
  const started = startProcess({
    program,
    env: {
      ...environment,
      ...Object.fromEntries(settings.map((setting) => [setting.name, setting.value])),
    },
    onLines(printed) {
      const lines = log.append(printed.map((line) => redact(readableLine(line))));
      emit({ type: 'printed', resource: name, lines });
    },
  });
  const shown = described.map(
    (setting) => [setting.name, setting.secret ? undefined : setting.value] as const,
  );
  emit({ type: 'spawned', resource: name, pid: started.pid, program, settings: new Map(shown) });
  return started;
}
