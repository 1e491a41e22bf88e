import { expect, it } from 'vitest';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { call, request } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { itLocally, startService } from './target/service.ts';
import { openSocket } from './target/raw-socket.ts';

it.for(['/api/health', '/api/v1/health', '/api/health?api-version=2022-06-01'])(
  'golden 22, sdk 7, service 3.0: anybody may ask %s whether the service is well',
  async (path) => {
    const { url } = await startService();
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(url + path, { method });
      expect(response.status).toBe(200);
    }
  },
);

it('golden 6, service 3.16: a generated token opens the hub for that user', async () => {
  const service = await startService();
  const { status, text } = await call(
    service,
    'POST',
    ':generateToken?userId=una&minutesToExpire=5',
  );
  expect(status).toBe(200);
  const { token } = JSON.parse(text) as { token: string };
  const url = `${service.url}/client/?hub=${service.hub}`;
  const headers = { Authorization: `Bearer ${token}` };
  const socket = await openSocket(url, { headers });
  socket.send(jsonFrames({ protocol: 'json', version: 1 }));
  await eventually(() => socket.arrived.length > 0);
  expect((await call(service, 'HEAD', 'users/una')).status).toBe(200);
  const { exp, nbf = exp - 300 } = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
  ) as { exp: number; nbf?: number };
  expect(exp - nbf).toBe(300);
});

it.for(['0', '-1', 'x'])('service 3.16: %s minutes are refused with 400', async (minutes) => {
  const service = await startService();
  const { status } = await call(service, 'POST', `:generateToken?minutesToExpire=${minutes}`);
  expect(status).toBe(400);
});

it.for(['1st', 'my-hub', 'my%20hub', 'h'.repeat(129), '%C3%BC'])(
  'service 3: the hub %j is refused with 400',
  async (hub) => {
    const service = await startService();
    const { status } = await call(service, 'POST', ':send', { body: { target: 'm' }, hub });
    expect(status).toBe(400);
  },
);

it.for(['h'.repeat(128), 'a.b,c`d[e]'])('service 3: the hub %j is a name', async (hub) => {
  const service = await startService();
  const { status } = await call(service, 'POST', ':send', {
    body: { target: 'm' },
    hub: encodeURIComponent(hub),
  });
  expect(status).toBe(202);
});

it.for([
  ['POST', '/api/hubs'],
  ['POST', '/api/v2/hubs/h/:send'],
  ['POST', '/api/v1-preview/hub/h'],
  ['POST', '/api/hubs/h/:nothing'],
  ['GET', '/elsewhere'],
] as const)('service 3: %s %s is no operation and answers 404', async ([method, path]) => {
  const service = await startService();
  expect((await request(service, method, path)).status).toBe(404);
});

it('service 3: a method that a path does not have answers 405', async () => {
  const service = await startService();
  for (const method of ['GET', 'PUT', 'PATCH']) {
    expect((await call(service, method, ':send')).status).toBe(405);
  }
});

it('service 3: a path may end in a slash and be written in any case', async () => {
  const service = await startService();
  const body = { target: 'm' };
  expect((await request(service, 'POST', `/API/Hubs/${service.hub}/:SEND/`, { body })).status).toBe(
    202,
  );
});

it.for([':execute', 'connections/c/:refresh'])(
  'service 3.20: what is not offered (%s) answers 501 and says why',
  async (path) => {
    const service = await startService();
    const { status, text } = await call(service, 'POST', path, { body: [] });
    expect(status).toBe(501);
    expect(text).toMatch(/\w/);
  },
);

it('golden 6: a refusal has a body in JSON that says what is wrong', async () => {
  const service = await startService();
  const { headers, text } = await call(service, 'POST', ':send', { body: '{}' });
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(JSON.parse(text)).toMatchObject({
    code: expect.any(String),
    message: expect.stringMatching(/target/),
  });
});

itLocally(
  'service 3.22: the OpenAPI document, read without a token, describes paths that are all served',
  async () => {
    const service = await startService();
    const response = await fetch(`${service.url}/emulator/openapi.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const { openapi, paths } = (await response.json()) as {
      openapi: string;
      paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    expect(openapi).toMatch(/^3\./);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    expect(routes.length).toBeGreaterThan(40);
    for (const [method, path] of routes) {
      const target = path.replaceAll(/\{\w+\}/g, 'x');
      // A path that is none answers 404 also to those who show no token.
      const { status } = await fetch(service.url + target, { method });
      expect(status, `${method} ${path}`).toBe(path.includes('{hub}') ? 401 : 200);
    }
  },
);

itLocally('service 10, service 3.21: a token that no access key signed opens nothing', async () => {
  const service = await startService();
  const claims = { aud: 'https://signalr.azure.com', exp: secondsFromNow(60) };
  const token = forgeToken(service, { claims, key: 'a key of Entra' });
  expect((await call(service, 'POST', ':send', { body: { target: 'm' }, token })).status).toBe(401);
});
