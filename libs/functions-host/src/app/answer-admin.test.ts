import { describe, expect, it } from 'vitest';
import { startTestHost } from '../testing/test-host.ts';
import { answerAdmin } from './answer-admin.ts';

describe(answerAdmin, () => {
  it('describes functions in the words of Azure', async () => {
    const { url } = await startTestHost(
      { fixture: 'plain-js' },
      { env: { 'AzureWebJobs.silent.Disabled': 'true' } },
    );

    const all = (await (await fetch(`${url}/admin/functions`)).json()) as { name: string }[];

    expect(all.find(({ name }) => name === 'echo')).toMatchObject({
      href: `${url}/admin/functions/echo`,
      invoke_url_template: `${url}/api/echo/{id:int}/{*rest}`,
      language: 'node',
      config: {
        bindings: [
          { type: 'httpTrigger', direction: 'in', methods: ['GET', 'POST'] },
          { name: '$return', type: 'http', direction: 'out' },
        ],
      },
      isDisabled: false,
    });
    expect(all).toContainEqual(expect.objectContaining({ name: 'silent', isDisabled: true }));
    expect(all).toContainEqual(
      expect.objectContaining({ name: 'whoAmI', invoke_url_template: null }),
    );
    expect(await (await fetch(`${url}/admin/functions/echo`)).json()).toEqual(
      all.find(({ name }) => name === 'echo'),
    );
    expect((await fetch(`${url}/admin/functions/nothing`)).status).toBe(404);
  });

  it('says that the host runs', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    expect(await (await fetch(`${url}/admin/host/status`)).json()).toMatchObject({
      state: 'Running',
    });
    expect((await fetch(`${url}/admin/host/ping`)).status).toBe(200);
  });

  it('runs nothing but timers by hand', async () => {
    const { url } = await startTestHost({ fixture: 'plain-js' });

    expect((await fetch(`${url}/admin/functions/echo`, { method: 'POST' })).status).toBe(404);
  });
});
