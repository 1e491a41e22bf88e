import { describeStatus, type ResourceStatus } from '@heliograph/app-model-core';
import type { LocalEvent } from '@heliograph/app-model-local';

export type Tone = 'plain' | 'good' | 'bad' | 'dim';
/** Colours a text, or leaves it alone where colours do not belong. */
export type Paint = (tone: Tone, text: string) => string;

export interface EventLinesOptions {
  /** Unix milliseconds of the start, from which times are counted. */
  readonly startedAt: number;
  readonly parts: readonly string[];
  readonly logs: 'none' | 'all' | readonly string[];
  readonly verbose: boolean;
  readonly paint: Paint;
}

/** Turns what happens into the lines that people see: one for each change of a part's state. */
export interface EventLines {
  of(event: LocalEvent): readonly string[];
}

const stateWidth = 'failed to start'.length;

export function createEventLines(options: EventLinesOptions): EventLines {
  const { startedAt, logs, verbose, paint } = options;
  const nameWidth = Math.max(...options.parts.map((part) => part.length));
  const startingSince = new Map<string, number>();
  const lastProbe = new Map<string, string>();

  const isPrinted = (name: string): boolean =>
    logs === 'all' || (logs !== 'none' && logs.includes(name));
  const note = (name: string, text: string): string =>
    paint('dim', `${' '.repeat(9)} ${name.padEnd(nameWidth)}  · ${text}`);

  const changed = (event: LocalEvent & { type: 'changed' }): readonly string[] => {
    const { resource, status, at } = event;
    // It only gets ready to start.
    if (status.state === 'waiting' && status.waitingFor.length === 0) return [];
    if (event.before.state === 'waiting') {
      // That it waits is news once; that it never ran is none.
      if (status.state === 'waiting' && event.before.waitingFor.length > 0) return [];
      if (status.state === 'stopped') return [];
    }
    if (status.state === 'starting') startingSince.set(resource, at);
    const seconds = ((at - startedAt) / 1000).toFixed(1).padStart(6);
    const state = status.state.replaceAll('-', ' ').padEnd(stateWidth);
    const took = at - (startingSince.get(resource) ?? at);
    const detail = detailOf(event, took);
    return [
      `${paint('dim', `${seconds} s`)}  ${resource.padEnd(nameWidth)}  ${paint(toneOf(status), state)}  ${detail}`.trimEnd(),
    ];
  };

  return {
    of(event) {
      switch (event.type) {
        case 'changed':
          return changed(event);
        case 'printed':
          if (!isPrinted(event.resource)) return [];
          return event.lines.map(
            ({ text }) => `${paint('dim', `${event.resource.padEnd(nameWidth)} |`)} ${text}`,
          );
        case 'spawned': {
          if (!verbose) return [];
          const { entry, args, cwd } = event.program;
          return [
            note(event.resource, `pid ${event.pid ?? 'none'}, in ${cwd}`),
            note(event.resource, ['node', entry, ...args].join(' ')),
            ...Array.from(event.settings, ([name, value]) =>
              note(event.resource, `${name}=${value ?? '(secret)'}`),
            ),
          ];
        }
        case 'probed': {
          if (!verbose) return [];
          const outcome = event.result.healthy ? 'healthy' : event.result.reason;
          if (lastProbe.get(event.resource) === outcome) return [];
          lastProbe.set(event.resource, outcome);
          return [note(event.resource, `probe ${event.url}: ${outcome}`)];
        }
      }
    },
  };
}

function toneOf({ state }: ResourceStatus): Tone {
  switch (state) {
    case 'running':
      return 'good';
    case 'unhealthy':
    case 'exited':
    case 'failed-to-start':
      return 'bad';
    default:
      return 'plain';
  }
}

const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function detailOf(event: LocalEvent & { type: 'changed' }, took: number): string {
  const { status, before, starts, pid, url } = event;
  switch (status.state) {
    case 'starting':
      return starts > 1 ? `again, start ${starts}` : '';
    case 'running': {
      const how = before.state === 'unhealthy' ? 'healthy again' : `after ${inSeconds(took)}`;
      return [url, `pid ${pid ?? 'none'}`, how].filter((part) => part !== undefined).join('  ');
    }
    default:
      return describeStatus(status);
  }
}
