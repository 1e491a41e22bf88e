import { expect } from 'vitest';
import { clientAccess } from './target/access.ts';
import { itLocally, startService } from './target/service.ts';

const origin = 'https://app.example';

itLocally(
  'service 4.2: browsers of any origin may call, with credentials, by default',
  async () => {
    const service = await startService();
    const { url, accessToken } = await clientAccess(service);
    const negotiation = await fetch(url.replace('/client/?', '/client/negotiate?'), {
      method: 'POST',
      headers: { Origin: origin, Authorization: `Bearer ${accessToken}` },
    });
    expect(Object.fromEntries(negotiation.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: expect.stringMatching(/origin/i),
    });
  },
);

itLocally('service 4.2: a browser can read why it was refused', async () => {
  const { url, hub } = await startService();
  const refused = await fetch(`${url}/client/negotiate?hub=${hub}`, {
    method: 'POST',
    headers: { Origin: origin },
  });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
});

itLocally.for(['/client/negotiate?hub=h', '/client/?hub=h', '/api/hubs/h/:send'])(
  'service 4.2: a preflight of %s is answered without a token, with what it asks for',
  async (path) => {
    const { url } = await startService();
    const preflight = await fetch(url + path, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,x-requested-with,x-signalr-user-agent',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': 'authorization,x-requested-with,x-signalr-user-agent',
    });
  },
);

itLocally('service 4.2: with a list of origins others get no leave', async () => {
  const { url } = await startService({ allowedOrigins: [origin] });
  const leave = async (Origin: string) => {
    const response = await fetch(`${url}/api/health`, { headers: { Origin } });
    return response.headers.get('access-control-allow-origin');
  };
  expect(await leave(origin)).toBe(origin);
  expect(await leave('https://app.example:8443')).toBeNull();
  expect(await leave('null')).toBeNull();
});
