import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openDashboard, type DashboardPage } from './dashboard-page.ts';
import { burnCpu, sendOverLoopback, writeToDisk, type Load } from './machine-load.ts';
import { root, startPlatform, type PlatformProcess } from './platform-process.ts';
import { waitUntil } from './wait-until.ts';

const MiB = 1024 * 1024;

describe('a freshly started platform', () => {
  let platform: PlatformProcess;
  let browser: Browser;
  let dashboard: DashboardPage;

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(), launchBrowser()]);
    dashboard = await openDashboard(browser, platform.url);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.end();
  });

  /** Waits until the table of a chart satisfies the condition while the machine is under a load. */
  async function seeUnder(
    load: Load | Promise<Load>,
    chart: string,
    holds: (rows: Awaited<ReturnType<DashboardPage['readTable']>>) => boolean,
  ): Promise<void> {
    const running = await load;
    try {
      await waitUntil(`the load to show in ${chart}`, async () =>
        holds(await dashboard.readTable(chart)),
      );
    } finally {
      running.stop();
    }
  }

  it('shows values that go on, tick after tick', async () => {
    await dashboard.seeLive();
    await dashboard.seeTicks(4);
  });

  it("shows this machine's memory", async () => {
    const rows = await dashboard.readTable('Memory');
    // Three significant digits are what people read.
    expect(rows.get('total')?.now).toBeCloseTo(totalmem(), -Math.log10(totalmem() / 100));
    expect(rows.get('used')?.now).toBeLessThan(totalmem());
  });

  it('shows the CPU between 0 and 100 %, and a load that begins', async () => {
    const before = (await dashboard.readTable('CPU')).get('busy')?.now;
    expect(before).toBeGreaterThanOrEqual(0);
    expect(before).toBeLessThanOrEqual(100);
    await seeUnder(burnCpu(), 'CPU', (rows) => (rows.get('busy')?.now ?? 0) > 90);
    expect((await dashboard.readTable('CPU')).get('busy')?.highest).toBeLessThanOrEqual(100);
  });

  it('shows bytes that go over loopback', async () => {
    await seeUnder(sendOverLoopback(), 'Network', (rows) =>
      [...rows].some(([label, row]) => /\blo\b/.test(label) && (row.now ?? 0) > 10 * MiB),
    );
  });

  it('shows bytes that are written to a file', async () => {
    await seeUnder(writeToDisk(), 'Disk', (rows) =>
      [...rows].some(([label, row]) => /writ/.test(label) && (row.now ?? 0) > 5 * MiB),
    );
  });

  it('draws tick by tick the very picture that it draws at once', async () => {
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Memory as a table' }).click();
    await page.locator('.plot canvas').first().waitFor();
    await dashboard.seeTicks(3);
    const differences = await page.evaluate(async () => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.plot canvas')].filter(
        // What is out of sight is not kept up to date.
        (canvas) => canvas.getBoundingClientRect().top < innerHeight,
      );
      const copy = () =>
        canvases.flatMap((canvas) => {
          const { width, height } = canvas;
          return canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        });
      const switchTheme = async (): Promise<void> => {
        document.querySelector<HTMLButtonElement>('button[aria-label*="theme"]')?.click();
        await Promise.resolve();
      };
      // Soft edges differ by a little from stroke to stroke; whether there is a line does not.
      const countDifferent = (one: typeof drawn, other: typeof drawn): number =>
        one.reduce(
          (sum, pixels, at) =>
            sum +
            pixels.filter(
              (value, place) => place % 4 === 3 && Math.abs(value - (other[at]?.[place] ?? 0)) > 96,
            ).length,
          0,
        );
      // Whatever came is drawn now, and no tick can come before this is over.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const drawn = copy();
      await switchTheme();
      await switchTheme();
      await switchTheme();
      const anew = copy();
      // What was drawn before is no picture of another time.
      const empty = drawn.map((pixels) => pixels.map(() => 0));
      return { lines: countDifferent(drawn, empty), anew: countDifferent(drawn, anew) };
    });
    expect(differences.lines).toBeGreaterThan(500);
    expect(differences.anew).toBeLessThan(differences.lines / 100);
  });

  it('has the last minutes ready when the page is opened again', async () => {
    await dashboard.page.reload();
    await dashboard.page.getByRole('button', { name: 'CPU as a table' }).waitFor();
    // The load of the tests before, which only the history can know.
    await waitUntil('the history in the chart', async () => {
      const rows = await dashboard.readTable('CPU');
      return (rows.get('busy')?.highest ?? 0) > 90;
    });
  });

  it("draws a metric of one's own, sent with the README's line", async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const line = /^curl .*\/api\/metrics$/m.exec(readme)?.[0] ?? '';
    const { url } = platform.part('collector');
    execFileSync('sh', ['-c', line.replace('http://127.0.0.1:4318', url)], { stdio: 'pipe' });

    const chart = dashboard.page.getByRole('heading', { name: 'coffee.cups' });
    await chart.waitFor();
    const rows = await dashboard.readTable('coffee.cups');
    expect([...rows.values()].map((row) => row.now)).toEqual([3]);
  });

  it('can be used without seeing it', async () => {
    // Colours half-way through a transition are nobody's colours.
    await dashboard.page.emulateMedia({ reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page: dashboard.page }).analyze();
    expect(
      violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => [id, node.html, node.any[0]?.message]),
      ),
    ).toEqual([]);
  });

  it('gives nobody in who is not signed in', async () => {
    const { url } = platform.part('backend');
    const negotiate = await fetch(`${url}/api/negotiate?negotiateVersion=1`, { method: 'POST' });
    expect(negotiate.status).toBe(401);
    const history = await fetch(`${url}/api/boards/machine/history`);
    expect(history.status).toBe(401);
  });

  it('left nothing to complain about in the browser', () => {
    expect(dashboard.complaints).toEqual([]);
  });
});
