import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { readQuantity } from './read-quantity.ts';
import { waitUntil } from './wait-until.ts';

/** What a chart's table says of one series, in base units. `undefined` where there is no value. */
export interface TableRow {
  readonly now: number | undefined;
  readonly highest: number | undefined;
}

/** Whom the local provider signs in with one click. */
export type Persona = 'Viola' | 'Oscar' | 'Ada';

/** The dashboard as a person uses it: by what can be read and clicked. */
export interface DashboardPage {
  readonly page: Page;
  /** Everything the browser complained about. */
  readonly complaints: readonly string[];
  /** Rows of a chart's table, by series label. */
  readTable(chart: string): Promise<ReadonlyMap<string, TableRow>>;
  /** Resolves when so many further ticks have been drawn. */
  seeTicks(count: number): Promise<void>;
  /** Resolves when the page says this, in the banner over the charts. */
  seeBanner(text: RegExp): Promise<void>;
  /** Resolves when the page says that it is live again. */
  seeLive(): Promise<void>;
}

/** Opens the dashboard as somebody who was never here, and signs in with one click. */
export async function openDashboard(
  browser: Browser,
  url: string,
  { persona = 'Ada', ...options }: BrowserContextOptions & { readonly persona?: Persona } = {},
): Promise<DashboardPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  await page.getByRole('button', { name: new RegExp(persona) }).click();
  await page.getByRole('button', { name: 'CPU as a table' }).waitFor();
  return createDashboardPage(page, complaints);
}

/** A page that is open already, such as another tab. */
function createDashboardPage(page: Page, complaints: readonly string[]): DashboardPage {
  const diagnostics = page.getByRole('dialog', { name: 'Diagnostics' });
  const open = page.getByRole('button', { name: 'Diagnostics' });

  async function newestSequence(): Promise<number | undefined> {
    const row = diagnostics.locator('dl > div').filter({ hasText: /^Sequence/ });
    const text = await row.locator('dd').textContent({ timeout: 2_000 });
    const sequence = Number(text?.replaceAll(',', ''));
    return Number.isInteger(sequence) ? sequence : undefined;
  }

  return {
    page,
    complaints,
    async readTable(chart) {
      const button = page.getByRole('button', { name: `${chart} as a table`, exact: true });
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
      const table = page.getByRole('table', { name: new RegExp(`^${chart}:`) });
      const rows = await table
        .locator('tbody tr')
        .evaluateAll((elements) =>
          elements.map((row) =>
            Array.from(row.children, (cell: Element) => cell.textContent ?? ''),
          ),
        );
      return new Map(
        rows.map(([label = '', now = '', , , highest = '']) => [
          label,
          { now: readQuantity(now), highest: readQuantity(highest) },
        ]),
      );
    },
    async seeTicks(count) {
      const seen = new Set<number>();
      await waitUntil('further ticks in the browser', async () => {
        // A development server that was started again loads the page anew, which closes the panel.
        if (!(await diagnostics.isVisible())) await open.click();
        const sequence = await newestSequence().catch(() => undefined);
        if (sequence !== undefined) seen.add(sequence);
        return seen.size > count;
      });
      await page.keyboard.press('Escape');
    },
    seeBanner: (text) => page.locator('.banner').filter({ hasText: text }).waitFor(),
    async seeLive() {
      await page.locator('.pill', { hasText: /^Live/ }).waitFor();
      await page.locator('.banner').waitFor({ state: 'detached' });
    },
  };
}
