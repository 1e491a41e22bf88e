import type { LogLine, ResourceStatus } from '@heliograph/app-model-core';
import type { NodeProgram } from './managed-process.ts';
import type { ProbeResult } from './probe-http.ts';

/** Something that happened to a resource. */
export type LocalEvent =
  | {
      readonly type: 'changed';
      readonly resource: string;
      readonly status: ResourceStatus;
      readonly before: ResourceStatus;
      /** How often it was started, this time included. */
      readonly starts: number;
      readonly pid: number | undefined;
      readonly url: string | undefined;
      /** Unix milliseconds. */
      readonly at: number;
    }
  | {
      readonly type: 'spawned';
      readonly resource: string;
      readonly pid: number | undefined;
      readonly program: NodeProgram;
      /** Its settings; the values of secret ones are absent. */
      readonly settings: ReadonlyMap<string, string | undefined>;
    }
  | {
      readonly type: 'probed';
      readonly resource: string;
      readonly url: string;
      readonly result: ProbeResult;
    }
  | { readonly type: 'printed'; readonly resource: string; readonly lines: readonly LogLine[] };
