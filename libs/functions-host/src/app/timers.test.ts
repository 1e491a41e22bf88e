import { describe, expect, it, vi } from 'vitest';
import { createAppFolder } from '../testing/app-folder.ts';
import { startTestHost } from '../testing/test-host.ts';
import { createTimers } from './timers.ts';

describe(createTimers, () => {
  it('runs timers when they are due, at the start, and when asked to', async () => {
    const folder = await createAppFolder();
    await folder.write(
      'app.js',
      `import { app } from '@azure/functions';
      const handler = (timer, context) => context.log(context.functionName, Object.keys(timer));
      app.timer('often', { schedule: '* * * * * *', handler });
      app.timer('early', { schedule: '0 0 0 1 1 *', runOnStartup: true, handler });
      app.timer('late', { schedule: '0 0 0 1 1 *', handler });`,
    );
    const { url, messages, functions } = await startTestHost(folder);
    const members = `[ 'schedule', 'scheduleStatus', 'isPastDue' ]`;

    await vi.waitFor(() => {
      expect(messages()).toEqual(
        expect.arrayContaining([`often ${members}`, `early ${members}`, 'often succeeded']),
      );
    }, 10_000);
    expect(messages()).not.toContain(`late ${members}`);
    const late = functions.find(({ name }) => name === 'late');
    expect(late).toMatchObject({ trigger: 'timer', url: `${url}/admin/functions/late` });
    expect((await fetch(`${url}/admin/functions/late`, { method: 'POST' })).status).toBe(202);
    await vi.waitFor(() => expect(messages()).toContain(`late ${members}`), 10_000);
  });

  it('runs a timer that fails again, as its retry policy says, and tells it why', async () => {
    const folder = await createAppFolder();
    await folder.write(
      'app.js',
      `import { app } from '@azure/functions';
      const retry = { strategy: 'fixedDelay', delayInterval: 0, maxRetryCount: 2 };
      const handler = (_, context) => {
        context.log(context.functionName, JSON.stringify(context.retryContext ?? null));
        throw new Error('not yet');
      };
      app.timer('stubborn', { schedule: '0 0 0 1 1 *', runOnStartup: true, retry, handler });
      app.get('other', { retry, handler });`,
    );
    const { url, messages } = await startTestHost(folder, {
      env: { WEBSITE_TIME_ZONE: 'Europe/Prague' },
    });
    const exception = { message: 'not yet' };
    const told = [
      { retryCount: 0, maxRetryCount: 2 },
      { retryCount: 1, maxRetryCount: 2, exception },
      { retryCount: 2, maxRetryCount: 2, exception },
    ];

    await vi.waitFor(() => {
      expect(messages().filter((message) => message.startsWith('stubborn failed'))).toHaveLength(3);
    }, 10_000);
    expect(messages().filter((message) => message.startsWith('stubborn {'))).toEqual(
      told.map((context) => `stubborn ${JSON.stringify(context)}`),
    );
    expect(messages()).toContain(
      'The function "other": its retry policy is ignored, for only timers have one',
    );
    expect(messages()).toContain(
      'WEBSITE_TIME_ZONE is "Europe/Prague", but timers run in UTC here',
    );
    expect((await fetch(`${url}/api/other`)).status).toBe(500);
    expect(messages()).toContain('other null');
  });

  it('runs a timer only once at a time, also after a change of source and when asked to', async () => {
    const folder = await createAppFolder();
    const write = (handler: string) =>
      folder.write(
        'app.js',
        `import { app } from '@azure/functions';
        app.timer('slow', { schedule: '0 0 0 1 1 *', runOnStartup: true, handler: ${handler} });
        const hold = () => new Promise(() => undefined);`,
      );
    await write('async (_, context) => { context.log("began"); await hold(); }');
    const { url, messages } = await startTestHost(folder, { watch: true });
    const ask = async () => (await fetch(`${url}/admin/functions/slow`, { method: 'POST' })).status;

    await vi.waitFor(() => expect(messages()).toContain('began'), 10_000);
    expect(await ask()).toBe(409);
    await write('async (_, context) => { context.log("new"); }');
    await vi.waitFor(() => {
      expect(messages()).toContain('slow is left out this time: it is still running');
    }, 10_000);

    expect(messages()).not.toContain('new');
  });
});
