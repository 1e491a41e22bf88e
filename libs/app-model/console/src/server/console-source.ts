import type { LogLine, ResourceAction, ResourceSnapshot } from '@heliograph/app-model-core';

/** Something that happened to a resource; with the lines, if it printed some. */
export interface SourceEvent {
  readonly type: string;
  readonly resource: string;
  readonly lines?: readonly LogLine[];
}

/** The platform that a console shows. Nothing it hands out may hold a secret. */
export interface ConsoleSource {
  /** In the order in which they are to be shown. */
  resources(): readonly ResourceSnapshot[];
  /** The newest lines of one resource, oldest first. */
  recentLines(resource: string): readonly LogLine[];
  /** Rejects with an error whose `code` is `action-unfit` when the state does not allow it. */
  act(resource: string, action: ResourceAction): Promise<void>;
  subscribe(listener: (event: SourceEvent) => void): () => void;
}
