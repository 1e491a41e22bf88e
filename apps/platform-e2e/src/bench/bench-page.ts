import type { Browser, Page } from 'playwright-core';
import { frameCosts, traceCategories, type TraceEvent } from './frame-costs.ts';

/** A page with the board in it, signed in. `sight` is what must be seen before it counts as ready. */
export async function openBoard(browser: Browser, url: string, sight: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(notePaintedTicks);
  await page.goto(url);
  await page.getByRole('button', { name: /Ada/ }).click();
  await page.getByRole('button', { name: `${sight} as a table` }).waitFor();
  return page;
}

/** Milliseconds of main thread CPU for each frame of the next while. */
export async function traceFrames(
  browser: Browser,
  page: Page,
  milliseconds: number,
): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    // The typings of the protocol call every member a string.
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: traceCategories, excludedCategories: ['*'] },
  });
  await page.waitForTimeout(milliseconds);
  const { promise, resolve } = Promise.withResolvers<void>();
  session.once('Tracing.tracingComplete', () => resolve());
  await session.send('Tracing.end');
  await promise;
  await session.detach();
  return frameCosts(events);
}

/** MiB that scripts still use after a garbage collection, what typed arrays hold included. */
export async function usedHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  // Twice: what the first one finalises, the second one frees.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usedSize + backingStorageSize) / 2 ** 20;
}

/** Milliseconds from each tick until the last chart that shows it was handed to the compositor. */
export const paintedTicks = (page: Page): Promise<number[]> =>
  page.evaluate(() => [...(globalThis.paintedTicks?.values() ?? [])]);

declare global {
  var paintedTicks: Map<number, number> | undefined;
}

/** Runs in the page, before its own scripts. */
function notePaintedTicks(): void {
  const painted = new Map<number, number>();
  globalThis.paintedTicks = painted;
  let newest: number | undefined;
  const Native = WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const [, at] = /"target":"frame".*?"at":(\d+)/.exec(String(data)) ?? [];
        if (at !== undefined) newest = Number(at);
      });
    }
  };
  const prototype = CanvasRenderingContext2D.prototype;
  const drawImage = prototype.drawImage as (...args: unknown[]) => void;
  prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]): void {
    drawImage.apply(this, args);
    const at = newest;
    if (at === undefined || !this.canvas.isConnected) return;
    // A task of its own comes after the frame was rendered, which an animation frame's callback is not.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      painted.set(at, Date.now() - at);
      port1.close();
    };
    port2.postMessage(undefined);
  };
}
