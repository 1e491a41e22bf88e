import type { Locator, Page } from 'playwright-core';

/** What people say to each other, as one of them uses it: by what can be read and clicked. */
export interface PeoplePage {
  /** Opens the conversation with a person, or with everyone. */
  talkTo(name: string): Promise<void>;
  say(text: string): Promise<void>;
  /** What was said in the conversation that is open. */
  readonly log: Locator;
  openNotifications(): Promise<void>;
  /** Closes what is open beside the charts. */
  close(): Promise<void>;
  /** Titles of what came, newest first. */
  noticeTitles(): Promise<string[]>;
  readonly noticeForm: Locator;
  notify(to: string, title: string): Promise<void>;
  readonly toasts: Locator;
  /** Resolves when so many people watch the board. */
  seeWatchers(count: number): Promise<void>;
  signOut(): Promise<void>;
  /** The token by which this page calls the backend. */
  accessToken(): Promise<string>;
}

export function peoplePage(page: Page): PeoplePage {
  const chat = page.getByRole('button', { name: /^Chat/ });
  const notifications = page.getByRole('button', { name: /^Notifications/ });
  const noticeForm = page.locator('.notice-form');

  async function open(button: Locator): Promise<void> {
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  }

  return {
    async talkTo(name) {
      await open(chat);
      // The radio button itself is not to be seen; its label is.
      await page.locator('.talk', { hasText: name }).click();
    },
    async say(text) {
      const field = page.getByRole('textbox', { name: /^Message to/ });
      await field.fill(text);
      await field.press('Enter');
    },
    log: page.getByRole('log'),
    openNotifications: () => open(notifications),
    async close() {
      const button = page.getByRole('button', { name: 'Close' });
      if (await button.isVisible()) await button.click();
    },
    async noticeTitles() {
      const titles = await page.locator('.notices strong').allTextContents();
      return titles.map((title) => title.replace(/^\w+: /, ''));
    },
    noticeForm,
    async notify(to, title) {
      await open(notifications);
      if (!(await noticeForm.getByLabel('Title').isVisible())) {
        await noticeForm.locator('summary').click();
      }
      await noticeForm.getByLabel('To').selectOption(to);
      await noticeForm.getByLabel('Title').fill(title);
      await noticeForm.getByRole('button', { name: 'Send notification' }).click();
      await noticeForm.getByText(/^Sent to/).waitFor();
    },
    toasts: page.locator('.toast'),
    seeWatchers: (count) =>
      page
        .getByRole('button', { name: count === 1 ? '1 person watches' : `${count} people watch` })
        .waitFor(),
    async signOut() {
      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    },
    accessToken: () =>
      page.evaluate(() => {
        const key = Object.keys(sessionStorage).find((one) => one.startsWith('heliograph.user.'));
        const user: unknown = JSON.parse(sessionStorage.getItem(key ?? '') ?? '{}');
        const known = typeof user === 'object' && user !== null && 'access_token' in user;
        return known ? String(user.access_token) : '';
      }),
  };
}
