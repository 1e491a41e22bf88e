import { describe, expect, it } from 'vitest';
import { loadSettings } from './load-settings.ts';

const settings = {
  backendUrl: 'http://127.0.0.1:7071',
  oidc: { authority: 'http://127.0.0.1:5556', clientId: 'dash', audience: 'api://heliograph' },
};

const answering =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

describe(loadSettings, () => {
  it('returns what the file says', async () => {
    await expect(loadSettings(answering(JSON.stringify(settings)))).resolves.toEqual(settings);
  });

  it('takes a trailing slash off the backend, so that paths can be appended', async () => {
    const slashed = { ...settings, backendUrl: 'http://127.0.0.1:7071/' };

    await expect(loadSettings(answering(JSON.stringify(slashed)))).resolves.toEqual(settings);
  });

  it('names every field that is wrong', async () => {
    const wrong = { backendUrl: 7, oidc: { ...settings.oidc, authority: 'nowhere' } };

    await expect(loadSettings(answering(JSON.stringify(wrong)))).rejects.toMatchObject({
      code: 'settings-invalid',
      message: expect.stringMatching(/backendUrl is not a URL.*oidc\.authority is not a URL/),
    });
  });

  it.for([
    ['<!doctype html>', 200, 'settings-invalid', /is missing: a page came instead/],
    ['', 200, 'settings-invalid', /is no JSON/],
    ['Not found', 404, 'settings-unavailable', /is missing beside the dashboard/],
    ['', 502, 'settings-unavailable', /status 502/],
  ] as const)('says what is wrong with the answer %j, status %d', async (answer) => {
    const [body, status, code, message] = answer;

    await expect(loadSettings(answering(body, status))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('repeats the reason that the server gives', async () => {
    const problem = JSON.stringify({ error: { code: 'setting-missing', message: 'X is missing' } });

    await expect(loadSettings(answering(problem, 500))).rejects.toMatchObject({
      code: 'settings-unavailable',
      message: 'X is missing',
    });
  });

  it('says so when nothing answers', async () => {
    const failing = async () => Promise.reject(new TypeError('Failed to fetch'));

    await expect(loadSettings(failing)).rejects.toMatchObject({ code: 'settings-unavailable' });
  });
});
