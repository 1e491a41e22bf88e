import { AxeBuilder } from '@axe-core/playwright';
import { backendPaths, liveHub } from '@heliograph/contracts';
import { createHubClient } from '@heliograph/signalr-client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openDashboard, type DashboardPage } from './dashboard-page.ts';
import { peoplePage, type PeoplePage } from './people-page.ts';
import { startPlatform, type PlatformProcess } from './platform-process.ts';
import { waitUntil } from './wait-until.ts';

describe('people on the same board', () => {
  let platform: PlatformProcess;
  let browser: Browser;
  let dashboards: Record<'ada' | 'viola', DashboardPage>;
  let ada: PeoplePage;
  let viola: PeoplePage;
  let backend: string;

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(), launchBrowser()]);
    backend = platform.part('backend').url;
    dashboards = {
      ada: await openDashboard(browser, platform.url, { colorScheme: 'dark' }),
      viola: await openDashboard(browser, platform.url, {
        persona: 'Viola',
        colorScheme: 'light',
        viewport: { width: 390, height: 844 },
      }),
    };
    ada = peoplePage(dashboards.ada.page);
    viola = peoplePage(dashboards.viola.page);
    await Promise.all([dashboards.ada.seeLive(), dashboards.viola.seeLive()]);
  });
  afterAll(async () => {
    await browser?.close();
    await platform?.end();
  });

  beforeEach(async () => {
    await ada.close();
    await viola.close();
  });

  it('see that the other is there', async () => {
    await Promise.all([ada.seeWatchers(2), viola.seeWatchers(2)]);
  });

  it('are told by the backend who they are', async () => {
    const { page } = dashboards.viola;
    await page.getByRole('button', { name: 'Signed in as Viola' }).click();
    const account = page.getByRole('dialog', { name: 'Signed in as Viola' });
    await account.getByText('viola@heliograph.local').waitFor();
    expect(await account.getByRole('list', { name: 'Roles' }).textContent()).toBe('viewer');
    await account.getByText(/^\d\d:\d\d:\d\d$/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('talk to everyone', async () => {
    await ada.talkTo('Everyone');
    await ada.say('Good morning, all');

    await dashboards.viola.page.getByRole('button', { name: 'Chat, 1 unread' }).waitFor();
    await viola.talkTo('Everyone');
    await viola.log.getByText('Good morning, all').waitFor();
    await viola.say('Good morning, Ada');
    await ada.log.getByText('Good morning, Ada').waitFor();
  });

  it('talk to one person, beside what is for everyone', async () => {
    await viola.talkTo('Ada');
    await viola.say('For your eyes only');
    await viola.log.getByText('For your eyes only').waitFor();

    await dashboards.ada.page.getByRole('button', { name: 'Chat, 1 unread' }).click();
    await ada.log.getByText('Good morning, Ada').waitFor();
    expect(await ada.log.textContent()).not.toContain('For your eyes only');
    await ada.talkTo('Viola');
    await ada.log.getByText('For your eyes only').waitFor();
  });

  it('get the notifications for a role of theirs, and no others', async () => {
    await ada.notify('All operators', 'Operators only');
    await ada.notify('All viewers', 'For every viewer');

    await viola.toasts.filter({ hasText: 'For every viewer' }).waitFor();
    await viola.openNotifications();
    expect(await viola.noticeTitles()).toEqual(['For every viewer']);
    await waitUntil("both in the sender's own list", async () => {
      const titles = await ada.noticeTitles();
      return titles.length === 2;
    });
    expect(await ada.noticeTitles()).toEqual(['For every viewer', 'Operators only']);
  });

  it('find no form for what they may not do, and are refused if they do it without', async () => {
    await ada.openNotifications();
    await viola.openNotifications();
    expect(await ada.noticeForm.count()).toBe(1);
    expect(await viola.noticeForm.count()).toBe(0);
    expect(await dashboards.viola.page.getByRole('button', { name: 'Publish' }).count()).toBe(0);

    const token = await viola.accessToken();
    const notice = { level: 'critical', title: 'Not from me', text: '' } as const;
    const posted = await fetch(backend + backendPaths.messages, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(notice),
    });
    expect(posted.status).toBe(403);

    const client = createHubClient({
      hub: liveHub,
      negotiateUrl: backend + backendPaths.negotiate,
      getAccessToken: () => token,
    });
    client.start();
    try {
      await waitUntil('a connection of her own', () => client.state().status === 'live');
      await expect(client.invoke('notify', { role: 'viewer' }, notice)).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('operator, admin'),
      });
      const metric = { name: 'not.mine', value: 1, unit: 'count', decimals: 0 } as const;
      await expect(client.invoke('publishMetric', metric)).rejects.toMatchObject({
        code: 'refused',
      });
    } finally {
      await client.stop();
    }
    expect(await ada.noticeTitles()).not.toContain('Not from me');
  });

  it('publish a metric of their own, which everyone sees drawn', async () => {
    const { page } = dashboards.ada;
    await page.getByLabel('Name').fill('queue.depth');
    await page.getByLabel('Value').fill('42');
    await page.getByRole('button', { name: 'Publish' }).click();

    const chart = { name: 'queue.depth' } as const;
    await dashboards.viola.page.getByRole('heading', chart).waitFor();
    await page.getByRole('heading', chart).waitFor();
  });

  it('find everything within the width of a phone, however long a name is', async () => {
    const name = 'long.'.padEnd(120, 'x');
    const { page } = dashboards.ada;
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Publish' }).click();

    const phone = dashboards.viola.page;
    await phone.getByRole('heading', { name: /^long\.x+/ }).waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('leave with Escape what covers the page, which gives the focus back', async () => {
    const { page } = dashboards.viola;
    const chat = page.getByRole('button', { name: /^Chat/ });
    await chat.click();
    await viola.log.waitFor();
    await page.keyboard.press('Escape');
    await waitUntil('the focus on the button', () =>
      chat.evaluate((button) => button === document.activeElement),
    );
  });

  it('can use all of it without seeing it, dark and light, wide and narrow', async () => {
    await ada.openNotifications();
    await viola.talkTo('Everyone');
    for (const { page } of [dashboards.ada, dashboards.viola]) {
      // Colours half-way through a transition are nobody's colours.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => [id, node.html, node.any[0]?.message]),
        ),
      ).toEqual([]);
    }
  });

  it('left nothing to complain about in the browser', () => {
    expect([...dashboards.ada.complaints, ...dashboards.viola.complaints]).toEqual([]);
  });

  it('end all their connections by signing out, and are gone for the others', async () => {
    const token = await viola.accessToken();
    const elsewhere = await openDashboard(browser, platform.url, { persona: 'Viola' });
    await elsewhere.seeLive();

    await viola.signOut();

    await elsewhere.page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await ada.seeWatchers(1);
    const again = await fetch(`${backend}${backendPaths.negotiate}?negotiateVersion=1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(again.status).toBe(401);
  });
});
