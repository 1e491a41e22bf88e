import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessTokenVerifier, type Person } from '@heliograph/identity-verify';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { startIdentityProvider, type IdentityProviderOptions } from './identity-provider.ts';
import { openBrowser, submitForm, type Browser } from './testing/browser.ts';

// Making a signing key takes its time on a busy machine. Only what hangs fails.
vi.setConfig({ testTimeout: 60_000 });

const origin = 'http://127.0.0.1:4200';
const redirectUri = `${origin}/signed-in`;
const audience = 'api://heliograph';
const clientId = 'heliograph-dashboard';

async function start(options: Partial<IdentityProviderOptions> = {}) {
  const provider = await startIdentityProvider({
    clientId,
    audience,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [`${origin}/`],
    allowedOrigins: [origin],
    ...options,
  });
  onTestFinished(() => provider.stop());
  return provider;
}

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
  refresh_token: z.string(),
});
type Tokens = z.infer<typeof tokensSchema>;

function requestCode(issuer: string, more: Record<string, string> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access',
    resource: audience,
    state: 'any',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return { verifier, url: `${issuer}/auth?${parameters}` };
}

const redeem = (issuer: string, body: Record<string, string>, from = origin) =>
  fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { origin: from },
    body: new URLSearchParams({ client_id: clientId, ...body }),
  });

async function redeemCode(issuer: string, callback: string, verifier: string): Promise<Tokens> {
  const code = new URL(callback).searchParams.get('code') ?? '';
  const response = await redeem(issuer, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  return tokensSchema.parse(await response.json());
}

async function signIn(issuer: string, browser: Browser, userId: string): Promise<Tokens> {
  const { url, verifier } = requestCode(issuer);
  const page = await browser.open(url);
  const { url: callback } = await browser.open(page.url, { persona: userId });
  return redeemCode(issuer, callback, verifier);
}

const verify = (issuer: string, token: string): Promise<Person> =>
  createAccessTokenVerifier({ authority: issuer, audience }).verify(token);

describe(startIdentityProvider, () => {
  it('signs a chosen person in, with a token that the backend accepts', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const { url, verifier } = requestCode(issuer);

    const page = await browser.open(url);
    expect(page.response.status).toBe(200);
    const text = await page.response.text();
    expect(text.match(/name="persona"/g)).toHaveLength(3);
    expect(text).toContain('stands in for Microsoft Entra ID');
    const { url: callback } = await browser.open(page.url, { persona: 'ada@heliograph.local' });
    const tokens = await redeemCode(issuer, callback, verifier);

    expect(callback).toMatch(/^http:\/\/127\.0\.0\.1:4200\/signed-in\?code=/);
    expect(await verify(issuer, tokens.access_token)).toEqual({
      userId: 'ada@heliograph.local',
      name: 'Ada',
      roles: ['viewer', 'operator', 'admin'],
      issuedAt: expect.any(Number) as number,
    });
    expect(decodeJwt(tokens.id_token)).toMatchObject({ aud: clientId, name: 'Ada' });
  });

  it('does not take an id token for an access token', async () => {
    const { issuer } = await start();
    const { id_token } = await signIn(issuer, openBrowser(issuer), 'ada@heliograph.local');

    await expect(verify(issuer, id_token)).rejects.toMatchObject({ code: 'audience-foreign' });
  });

  it('gives an access token for the API also to a client that names no resource', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const { url, verifier } = requestCode(issuer);
    const page = await browser.open(url.replace(/&resource=[^&]*/, ''));

    const { url: callback } = await browser.open(page.url, { persona: 'viola@heliograph.local' });
    const { access_token } = await redeemCode(issuer, callback, verifier);

    expect(await verify(issuer, access_token)).toMatchObject({ name: 'Viola', roles: ['viewer'] });
  });

  it('refreshes, and takes every refresh token once', async () => {
    const { issuer } = await start();
    const { refresh_token } = await signIn(issuer, openBrowser(issuer), 'oscar@heliograph.local');
    const refresh = () => redeem(issuer, { grant_type: 'refresh_token', refresh_token });

    const { access_token } = tokensSchema.parse(await (await refresh()).json());

    expect(await verify(issuer, access_token)).toMatchObject({ roles: ['viewer', 'operator'] });
    expect((await refresh()).status).toBe(400);
  });

  it('asks a person who is signed in already only when the client wants it', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    await signIn(issuer, browser, 'ada@heliograph.local');

    const straight = await browser.open(requestCode(issuer).url);
    const asked = await browser.open(requestCode(issuer, { prompt: 'select_account' }).url);
    const consented = await browser.open(requestCode(issuer, { prompt: 'consent' }).url);

    expect(straight.url).toContain(`${redirectUri}?code=`);
    expect(asked.url).toContain(`${issuer}/interaction/`);
    expect(consented.url).toContain(`${redirectUri}?code=`);
  });

  it('lets a person come back as somebody else', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    await signIn(issuer, browser, 'ada@heliograph.local');
    const { url, verifier } = requestCode(issuer, { prompt: 'select_account' });
    const page = await browser.open(url);

    const change = await browser.open(page.url, { persona: 'viola@heliograph.local' });
    const { url: callback } = await submitForm(browser, change);
    const { access_token } = await redeemCode(issuer, callback, verifier);

    expect(await verify(issuer, access_token)).toMatchObject({ name: 'Viola', roles: ['viewer'] });
  });

  it('signs out: the session ends and its refresh token with it', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const { id_token, refresh_token } = await signIn(issuer, browser, 'ada@heliograph.local');
    const parameters = new URLSearchParams({
      id_token_hint: id_token,
      post_logout_redirect_uri: `${origin}/`,
      state: 'bye',
    });

    const page = await browser.open(`${issuer}/session/end?${parameters}`);
    const { url: back } = await submitForm(browser, page);
    const again = await browser.open(requestCode(issuer).url);
    const refreshed = await redeem(issuer, { grant_type: 'refresh_token', refresh_token });

    expect(back).toBe(`${origin}/?state=bye`);
    expect(again.url).toContain('/interaction/');
    expect(refreshed.status).toBe(400);
  });

  it('goes back with a reason when the person cancels', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const page = await browser.open(requestCode(issuer).url);

    const { url: callback } = await browser.open(page.url, { cancel: 'yes' });

    expect(callback).toContain(`${redirectUri}?error=access_denied`);
  });

  it.for<[string, Record<string, string>]>([
    ['nobody', {}],
    ['a stranger', { persona: 'mallory@heliograph.local' }],
    ['far too much', { persona: 'x'.repeat(5000) }],
  ])('asks again after the choice of %s', async ([, form]) => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const page = await browser.open(requestCode(issuer).url);

    const answer = await browser.open(page.url, form);

    expect(answer.response.status).toBe(400);
    expect(await answer.response.text()).toContain('Who do you want to be?');
  });

  it('shows the way back when a sign-in is unknown or used already', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const page = await browser.open(requestCode(issuer).url);
    await browser.open(page.url, { persona: 'ada@heliograph.local' });

    for (const url of [page.url, `${issuer}/interaction/unknown`]) {
      const { response } = await browser.open(url);
      expect(response.status).toBe(410);
      expect(await response.text()).toContain(`href="${origin}/"`);
    }
  });

  it('shows a page of ours for a request that is wrong', async () => {
    const { issuer } = await start();
    const browser = openBrowser(issuer);
    const { url } = requestCode(issuer, { redirect_uri: 'http://127.0.0.1:9/elsewhere' });

    const { response } = await browser.open(url);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Back to Heliograph');
  });

  it('refuses the code flow without PKCE', async () => {
    const { issuer } = await start();
    const { url } = requestCode(issuer);

    const answer = await openBrowser(issuer).open(url.replace(/&code_challenge.*$/, ''));

    expect(answer.url).toContain('error=invalid_request');
  });

  it('refuses a resource that it does not know', async () => {
    const { issuer } = await start();

    const answer = await openBrowser(issuer).open(
      requestCode(issuer, { resource: 'api://other' }).url,
    );

    expect(answer.url).toContain('error=invalid_target');
  });

  it('gives no token to a page of a foreign origin', async () => {
    const { issuer } = await start();
    const { refresh_token } = await signIn(issuer, openBrowser(issuer), 'ada@heliograph.local');

    const response = await redeem(
      issuer,
      { grant_type: 'refresh_token', refresh_token },
      'http://127.0.0.1:6666',
    );

    expect(response.status).toBe(400);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gives its cookies names of its own, because cookies know no ports', async () => {
    const providers = [await start(), await start()];

    const names = await Promise.all(
      providers.map(async ({ issuer }) => {
        const browser = openBrowser(issuer);
        await signIn(issuer, browser, 'ada@heliograph.local');
        return [...browser.cookies.keys()];
      }),
    );

    expect(names.flat().length).toBeGreaterThan(1);
    expect(new Set(names.flat()).size).toBe(names.flat().length);
  });

  it('accepts after a restart the tokens that it gave before, when it keeps its keys', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heliograph-provider-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const keyFile = join(folder, 'keys.json');
    const first = await start({ keyFile });
    const { access_token } = await signIn(
      first.issuer,
      openBrowser(first.issuer),
      'ada@heliograph.local',
    );
    await first.stop();

    const { issuer } = await start({ keyFile, port: first.port });

    expect(await verify(issuer, access_token)).toMatchObject({ name: 'Ada' });
  });

  it('answers on its own address only', async () => {
    const { port } = await start();

    const response = await fetch(`http://localhost:${port}/.well-known/openid-configuration`);

    expect(response.status).toBe(421);
  });

  it.for<[string, Partial<IdentityProviderOptions>]>([
    ['loopback', { host: '0.0.0.0' }],
    ['origin', { allowedOrigins: [] }],
    ['origin', { allowedOrigins: ['http://127.0.0.1:4200/'] }],
    ['redirect', { redirectUris: [] }],
    ['URL', { redirectUris: ['/signed-in'] }],
    ['audience', { audience: 'heliograph' }],
    ['client', { clientId: '' }],
  ])('says what is wrong with the %s: %j', async ([word, options]) => {
    await expect(start(options)).rejects.toThrow(
      expect.objectContaining({ code: 'option-invalid', message: expect.stringContaining(word) }),
    );
  });

  it('names the port that is taken', async () => {
    const { port } = await start();

    await expect(start({ port })).rejects.toMatchObject({
      code: 'address-taken',
      message: expect.stringContaining(String(port)),
    });
  });
});
