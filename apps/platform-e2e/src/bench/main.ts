/**
 * Measures the built dashboard in a real browser on a real platform: `npm run bench -- dashboard`
 * runs it. Prints one JSON object.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { settingNames } from '@heliograph/contracts';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { startPlatform, type PlatformProcess } from '../platform-process.ts';
import { openBoard, paintedTicks, traceFrames, usedHeap } from './bench-page.ts';
import { buildDashboard, serveDashboard } from './built-dashboard.ts';
import { createFeed } from './feed.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    /** Built dashboards to compare, in place of the one that is built of the source. */
    dist: { type: 'string', multiple: true },
  },
});
const rounds = Number(values.rounds);
const load = {
  series: 200,
  interval: 100,
  historyMs: 300_000,
  warmUpMs: 4_000,
  windowMs: values.quick ? 4_000 : 10_000,
};
const endurance = {
  series: 200,
  hours: values.quick ? 8 : 72,
  perFrameMs: 30_000,
  samples: values.quick ? 4 : 12,
};
const latencyTicks = values.quick ? 10 : 40;
const hour = 3_600_000;

const say = (text: string): void => console.error(`dashboard: ${text}`);

function settingsOf(platform: PlatformProcess, part: string): NodeJS.Dict<string> {
  return parseEnv(readFileSync(join(platform.data, `${part}.env`), 'utf8'));
}

/** Frames of a board with many fast series, for each of the built dashboards in turn. */
async function measureFrames(platform: PlatformProcess, browser: Browser, dists: string[]) {
  const feed = feedOf(platform, load);
  await feed.writeHistory(load.historyMs);
  const ended = new AbortController();
  const playing = feed.play(ended.signal);
  const frames = dists.map((): number[][] => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [at, dist] of dists.entries()) {
      const server = await serveDashboard(dist, platform.url, settingsOf(platform, 'dashboard'));
      const page = await openBoard(browser, platform.url, 'CPU');
      await page.waitForTimeout(load.warmUpMs);
      frames[at]?.push(await traceFrames(browser, page, load.windowMs));
      await page.context().close();
      await server.stop();
    }
    say(`frames: round ${round} of ${rounds}`);
  }
  ended.abort();
  await playing;
  await feed.stop();
  return frames;
}

/** Heap in use while many hours of ticks come in as fast as the page takes them. */
async function measureHeap(platform: PlatformProcess, browser: Browser, dist: string) {
  const feed = feedOf(platform, { series: endurance.series, interval: 1000 });
  const server = await serveDashboard(dist, platform.url, settingsOf(platform, 'dashboard'));
  await feed.writeHistory(60_000);
  const page = await openBoard(browser, platform.url, 'CPU');
  const heap: { hours: number; mebibytes: number }[] = [];
  const perSample = (endurance.hours * hour) / endurance.samples;
  for (let sample = 1; sample <= endurance.samples; sample += 1) {
    for (let passed = 0; passed < perSample; passed += endurance.perFrameMs) {
      await feed.skip(endurance.perFrameMs);
    }
    await page.waitForTimeout(1_000);
    heap.push({ hours: (sample * perSample) / hour, mebibytes: await usedHeap(page) });
    say(`heap: ${sample} of ${endurance.samples}`);
  }
  await page.context().close();
  await server.stop();
  await feed.stop();
  return heap;
}

function feedOf(platform: PlatformProcess, shape: { series: number; interval: number }) {
  const settings = settingsOf(platform, 'collector');
  const connectionString = settings[settingNames.signalRConnection] ?? '';
  const historyStore = settings[settingNames.historyStore] ?? '';
  return createFeed({ connectionString, historyStore, ...shape });
}

/** From a tick of the real collector to the picture of it. */
async function measureLatency(browser: Browser, dist: string): Promise<number[]> {
  const platform = await startPlatform({ args: ['--without', 'dashboard'] });
  try {
    const server = await serveDashboard(dist, platform.url, settingsOf(platform, 'dashboard'));
    const page = await openBoard(browser, platform.url, 'CPU');
    await page.waitForTimeout(latencyTicks * 1000);
    const latencies = await paintedTicks(page);
    await page.context().close();
    await server.stop();
    // The first ones were painted together with the history.
    return latencies.slice(2);
  } finally {
    await platform.end();
  }
}

const built = values.dist ? undefined : await buildDashboard();
const dists = values.dist ?? (built ? [built.folder] : []);
const newest = dists.at(-1) ?? '';
const browser = await launchBrowser();
try {
  const platform = await startPlatform({ args: ['--without', 'collector,dashboard'] });
  let frames: number[][][];
  let heap: { hours: number; mebibytes: number }[];
  try {
    frames = await measureFrames(platform, browser, dists);
    heap = await measureHeap(platform, browser, newest);
  } finally {
    await platform.end();
  }
  const latency = await measureLatency(browser, newest);
  console.log(JSON.stringify({ load, endurance, frames, heap, latency }));
} finally {
  await browser.close();
  built?.remove();
}
