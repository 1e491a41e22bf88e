import { actionsFor, type LogLine, type ResourceSnapshot } from '@heliograph/app-model-core';
import type { ConsoleSource, SourceEvent } from '../server/console-source.ts';

/** A platform that exists in memory only, of which tests decide everything. */
export interface MemorySource extends ConsoleSource {
  /** How many listen. */
  readonly listeners: number;
  change(name: string, change: Partial<ResourceSnapshot>): void;
  print(name: string, ...texts: string[]): void;
}

export function createMemorySource(names: readonly string[] = ['api', 'web']): MemorySource {
  const resources = new Map(names.map((name) => [name, runningResource(name)]));
  const lines: LogLine[] = [];
  const listeners = new Set<(event: SourceEvent) => void>();
  const emit = (event: SourceEvent): void => listeners.forEach((listener) => listener(event));

  const source: MemorySource = {
    get listeners() {
      return listeners.size;
    },
    resources: () => [...resources.values()],
    recentLines: (name) => lines.filter(({ resource }) => resource === name),
    async act(name, action) {
      const resource = resources.get(name);
      if (resource?.actions.includes(action)) {
        if (action === 'stop') source.change(name, stopped);
        return;
      }
      const message = `${name} cannot ${action}`;
      throw Object.assign(new Error(message), { code: 'action-unfit' });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(name, change) {
      resources.set(name, { ...(resources.get(name) ?? runningResource(name)), ...change });
      emit({ type: 'changed', resource: name });
    },
    print(name, ...texts) {
      const printed = texts.map((text, index) => ({
        number: lines.length + index + 1,
        at: 1_000,
        resource: name,
        text,
      }));
      lines.push(...printed);
      emit({ type: 'printed', resource: name, lines: printed });
    },
  };
  return source;
}

const stopped: Partial<ResourceSnapshot> = {
  state: 'stopped',
  health: 'unknown',
  actions: actionsFor({ state: 'stopped' }),
};

function runningResource(name: string): ResourceSnapshot {
  const status = { state: 'running', healthySince: 0 } as const;
  return {
    name,
    kind: 'node-app',
    state: status.state,
    detail: '',
    health: 'healthy',
    healthCheck: 'http://127.0.0.1:1/health',
    endpoints: [{ name: 'http', url: 'http://127.0.0.1:1' }],
    waitsFor: [],
    references: [],
    settings: [
      { name: 'PORT', value: '1' },
      { name: 'CONNECTION', value: null },
    ],
    pid: 42,
    starts: 1,
    since: 1_000,
    actions: actionsFor(status),
  };
}
