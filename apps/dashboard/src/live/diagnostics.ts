import type { Frame } from '@heliograph/contracts';
import type {
  FrameCounts,
  FrameErrorCode,
  SeriesWindow,
  WindowPosition,
} from '@heliograph/metrics-core';
import type { BoardConnection } from './board-connection.ts';
import type { ClockDifference } from './clock-difference.ts';

/** What an engineer wants to know of the picture's making. */
export interface Diagnostics {
  readonly position: WindowPosition | undefined;
  readonly frames: FrameCounts;
  /** Frames that came over the live connection. */
  readonly liveFrames: number;
  /** Size of the newest live frame as JSON, in bytes; Azure bills per started 2 KB. */
  readonly lastFrameBytes: number | undefined;
  /** Refused messages by reason: the contract's and the frame codec's. */
  readonly refused: Readonly<Record<string, number>>;
  /** Milliseconds by which the collector's clock is behind this one; 0 while they agree. */
  readonly clockDifference: number;
  readonly series: number;
  readonly connection: ReturnType<BoardConnection['details']>;
}

export function createDiagnostics(
  window: Pick<SeriesWindow, 'position' | 'counts' | 'series'>,
  connection: Pick<BoardConnection, 'refused' | 'details'>,
  clocks: Pick<ClockDifference, 'value'>,
) {
  let liveFrames = 0;
  let lastFrame: Frame | undefined;
  const refusedFrames: Record<string, number> = {};

  return {
    noteFrame(frame: Frame): void {
      liveFrames += 1;
      lastFrame = frame;
    },
    noteRefusals(codes: readonly FrameErrorCode[]): void {
      for (const code of codes) refusedFrames[code] = (refusedFrames[code] ?? 0) + 1;
    },
    read: (): Diagnostics => ({
      position: window.position(),
      frames: window.counts(),
      liveFrames,
      lastFrameBytes: lastFrame && new TextEncoder().encode(JSON.stringify(lastFrame)).length,
      refused: { ...connection.refused(), ...refusedFrames },
      clockDifference: clocks.value(),
      series: window.series().length,
      connection: connection.details(),
    }),
  };
}
