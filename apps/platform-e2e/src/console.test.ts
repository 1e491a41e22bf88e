import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { startProcess } from '@heliograph/app-model-local';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openDashboard } from './dashboard-page.ts';
import { root, runApphost, startPlatform, type PlatformProcess } from './platform-process.ts';
import { waitUntil } from './wait-until.ts';

/** Runs one of the commands for a platform that runs, to its end. */
async function command(platform: PlatformProcess, ...args: string[]) {
  const { lines, ended } = runApphost([...args, '--data', platform.data]);
  const { code } = await ended;
  return { code, text: lines.join('\n') };
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('a running platform', () => {
  let platform: PlatformProcess;
  beforeAll(async () => {
    platform = await startPlatform();
  });
  afterAll(() => platform?.end().catch(() => undefined));

  it('tells its status, and does as it is told', async () => {
    const { code, text } = await command(platform, 'status');
    expect(code).toBe(0);
    for (const name of ['signalr', 'identity', 'backend', 'collector', 'dashboard'] as const) {
      expect(text).toMatch(
        new RegExp(`^${name} +running +healthy .*${platform.part(name).url}`, 'm'),
      );
    }

    const before = platform.part('collector').pid;
    expect((await command(platform, 'restart', 'collector')).code).toBe(0);
    await waitUntil('another collector', () => platform.part('collector').pid !== before);
    expect((await command(platform, 'start', 'collector')).text).toContain('it is running');
    expect((await command(platform, 'stop', 'nobody')).code).toBe(1);
  });

  it('hands out logs, and goes on while somebody follows', async () => {
    const { text } = await command(platform, 'logs', 'backend');
    expect(text).toMatch(/^\d\d:\d\d:\d\d .*negotiate/m);

    const { lines, kill, ended } = runApphost([
      'logs',
      '-f',
      '--tail',
      '0',
      '--data',
      platform.data,
    ]);
    const follows = () => lines.some((line) => / collector \| /.test(line));
    // Whatever it prints when it starts comes after the one who follows has been there.
    await waitUntil('lines of a collector that starts', async () => {
      if (follows()) return true;
      await command(platform, 'restart', 'collector');
      return false;
    });
    kill();
    await ended;
  });

  async function openConsole(page: Page): Promise<void> {
    const { text } = await command(platform, 'console', '--no-open');
    const [, url = ''] = /^Console: (\S+)$/m.exec(text) ?? [];
    const [, code = ''] = /^Code: (\S+)/m.exec(text) ?? [];
    await page.goto(url);
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('5 of 5 healthy').waitFor();
  }

  it('shows all of this in a browser, and asks nobody else for anything', async () => {
    const page = await browser.newPage();
    const asked = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await openConsole(page);

    await page.getByRole('button', { name: /^backend/ }).click();
    await page.getByRole('log').getByText('negotiate').first().waitFor();
    await page.getByLabel('Filter lines').fill('CHATTOALL');
    await page.getByText('1 lines match').waitFor();
    await page.getByRole('tab', { name: 'Environment' }).click();
    const secret = page.getByRole('row', { name: /AzureSignalRConnectionString/ });
    expect(await secret.textContent()).toBe('AzureSignalRConnectionStringsecret');
    const key = readFileSync(join(platform.data, 'signalr.key'), 'utf8').trim();
    expect(await page.content()).not.toContain(key);

    await page.getByRole('button', { name: /^collector/ }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('4 of 5 healthy').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('5 of 5 healthy').waitFor();

    // A reload keeps the session, which no other tab's address would bring along.
    await page.reload();
    await page.getByText('5 of 5 healthy').waitFor();
    expect([...asked]).toEqual([new URL(page.url()).origin]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.for([
    { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
    { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  ] as const)(
    'can be used without seeing it, at $viewport.width px and $colorScheme',
    async (look) => {
      const context = await browser.newContext(look);
      const page = await context.newPage();
      await openConsole(page);
      const violations = async () =>
        (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [
          id,
          nodes.map(({ html }) => html),
        ]);

      expect(await violations()).toEqual([]);
      await page.getByRole('button', { name: /^collector/ }).click();
      expect(await violations()).toEqual([]);
      await page.getByRole('tab', { name: 'Logs' }).press('ArrowRight');
      expect(await violations()).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(look.viewport.width);
      await context.close();
    },
  );

  it('ends with Ctrl-C although people watch, who learn of it', async () => {
    const page = await browser.newPage();
    await openConsole(page);
    const follower = runApphost(['logs', '--follow', '--data', platform.data]);
    await waitUntil('the log', () => follower.lines.length > 0);

    expect(await platform.end('SIGINT')).toBe(0);

    expect(await follower.ended).toMatchObject({ code: 0 });
    await page.getByText('no connection').waitFor();
    expect(platform.lines.findIndex((line) => /signalr +stopped/.test(line))).toBeLessThan(
      platform.lines.findIndex((line) => /backend +stopping/.test(line)),
    );
    await page.close();
  });
});

describe('a platform without its backend', () => {
  it('works with one that somebody starts with the printed command', async () => {
    const platform = await startPlatform({ args: ['--without', 'backend'] });
    try {
      const at = platform.lines.findIndex((line) => line.startsWith('backend is left out.'));
      const [introduction = '', line = ''] = platform.lines.slice(at, at + 2);
      const [, cwd = ''] = /, in (\S+):$/.exec(introduction) ?? [];
      const key = readFileSync(join(platform.data, 'signalr.key'), 'utf8').trim();
      expect(platform.lines.join('\n')).not.toContain(key);

      const own = spawn('sh', ['-c', `exec ${line.trim()}`], { cwd, stdio: 'ignore' });
      const ended = once(own, 'exit');
      try {
        await waitUntil('the backend to be seen', async () =>
          /^backend +left out +healthy/m.test((await command(platform, 'status')).text),
        );
        await (await openDashboard(browser, platform.url)).seeTicks(1);
      } finally {
        own.kill('SIGTERM');
        await ended;
      }
    } finally {
      await platform.end();
    }
  });
});

describe('a platform with a SignalR service that is elsewhere', () => {
  it('starts none of its own, and is live once that one can call it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'external-signalr-'));
    const settings = join(folder, 'settings.json');
    const sendEventsTo = (...urls: string[]): void =>
      writeFileSync(
        settings,
        JSON.stringify({
          UpstreamSettings: { Templates: urls.map((UrlTemplate) => ({ UrlTemplate })) },
        }),
      );
    sendEventsTo();
    const printed: string[] = [];
    const service = startProcess({
      program: {
        entry: join(root, 'apps/signalr-emulator/src/main.ts'),
        args: ['start', '--port', '0', '--config', settings],
        cwd: root,
      },
      env: { ...process.env, SIGNALR_ACCESS_KEYS: 'a-key-of-a-service-that-is-elsewhere-0000' },
      onLines: (lines) => printed.push(...lines),
    });
    let platform: PlatformProcess | undefined;
    try {
      const connectionString = await waitUntil('the service', () =>
        printed.find((line) => line.startsWith('Endpoint=')),
      );
      platform = await startPlatform({ env: { ConnectionStrings__signalr: connectionString } });
      const said = platform.lines.join('\n');
      expect(said).toMatch(/^signalr is external: http:\/\/127\.0\.0\.1:\d+ .*public address/m);
      expect(said).not.toContain('a-key-of-a-service');
      expect(said).not.toMatch(/signalr +starting/);
      expect((await command(platform, 'status')).text).toMatch(/^signalr +external/m);

      sendEventsTo(`${platform.part('backend').url}/runtime/webhooks/signalr`);
      await waitUntil('the service to know its upstream', () =>
        printed.some((line) => line.includes(' settings-loaded 1 upstream template')),
      );
      const dashboard = await openDashboard(browser, platform.url);
      await dashboard.seeLive();
      await dashboard.seeTicks(2);
    } finally {
      await platform?.end();
      service.kill();
      await service.ended;
      rmSync(folder, { recursive: true });
    }
  });
});
