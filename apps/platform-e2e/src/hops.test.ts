import type { Browser, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openDashboard, type DashboardPage } from './dashboard-page.ts';
import { startPlatform, type PartName, type PlatformProcess } from './platform-process.ts';

describe('a platform in trouble', () => {
  let platform: PlatformProcess;
  let browser: Browser;
  let dashboard: DashboardPage;
  let sockets: WebSocketRoute[];

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(), launchBrowser()]);
    dashboard = await openDashboard(browser, platform.url);
    await dashboard.seeLive();
    sockets = [];
    await dashboard.page.routeWebSocket(/\/client\//, (socket) => {
      sockets.push(socket);
      socket.connectToServer();
    });
    // Reloaded, so that the page's next socket is one that the test can break.
    await dashboard.page.reload();
    await dashboard.seeLive();
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.end();
  });

  /** A stopped process answers nothing and ends no connection: the hardest way to fail. */
  async function whileStopped(part: PartName, see: () => Promise<void>): Promise<void> {
    const { pid } = platform.part(part);
    process.kill(pid, 'SIGSTOP');
    try {
      await see();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  async function killAndRecover(part: PartName): Promise<void> {
    const since = platform.lines.length;
    process.kill(platform.part(part).pid, 'SIGKILL');
    await platform.line(new RegExp(`${part}\\s+exited\\s.*SIGKILL`), since);
    await platform.line(new RegExp(`${part}\\s+running\\s`), since);
  }

  const breakSocket = async (): Promise<void> => {
    await sockets.at(-1)?.close({ code: 4000, reason: 'broken by the test' });
  };

  it('says that the collector is silent, and goes on when it is back', async () => {
    await whileStopped('collector', () => dashboard.seeBanner(/collector is silent/));
    await dashboard.seeLive();
    await dashboard.seeTicks(2);
  });

  it('says so when the SignalR service stands still', async () => {
    await whileStopped('signalr', () => dashboard.seeBanner(/No data for|Delayed|Connection lost/));
    await dashboard.seeLive();
    await dashboard.seeTicks(2);
  });

  it('says that the backend does not answer when a new connection needs it', async () => {
    await whileStopped('backend', async () => {
      await breakSocket();
      await dashboard.seeBanner(/backend does not answer/);
    });
    await dashboard.seeLive();
    await dashboard.seeTicks(2);
  });

  it('draws on without a reload when the socket breaks', async () => {
    const marker = await dashboard.page.evaluate(() => performance.timeOrigin);
    const before = sockets.length;
    await breakSocket();
    await dashboard.page.waitForFunction(() => document.querySelector('.banner') !== null);
    await dashboard.seeLive();
    await dashboard.seeTicks(2);
    const after = await dashboard.page.evaluate(() => performance.timeOrigin);
    if (after !== marker || sockets.length <= before) throw new Error('The page was loaded again');
  });

  it.for(['collector', 'signalr', 'backend', 'identity', 'dashboard'] as const)(
    'starts the %s again when it is killed, and the picture goes on',
    async (part) => {
      await killAndRecover(part);
      await dashboard.seeLive();
      await dashboard.seeTicks(2);
    },
  );
});
