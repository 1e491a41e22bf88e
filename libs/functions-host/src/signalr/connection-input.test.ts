import { createTokenVerifier } from '@heliograph/signalr-access';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readFunction } from '../bindings/read-function.ts';
import { createAppSettings } from '../settings/app-settings.ts';
import { createClientAccessSource } from './client-access-source.ts';
import { toConnectionInput } from './connection-input.ts';
import { createHubClients } from './hub-clients.ts';

const text = (name: string) =>
  `Endpoint=https://${name}.example;AccessKey=${name}-key;Version=1.0;`;
const settings = createAppSettings(
  {},
  { AzureSignalRConnectionString: text('one'), Azure__SignalR__Endpoints__two: text('two') },
);
const grant = createClientAccessSource(createHubClients(() => Promise.resolve('no token needed')));
const accessSchema = z.object({ url: z.string(), accessToken: z.string() });

const keyless = createAppSettings(
  {},
  { AzureSignalRConnectionString__serviceUri: 'https://a.example' },
);

/** The value of an input binding with these properties. */
async function bind(
  type: string,
  properties: object = {},
  data: Record<string, unknown> = {},
  from = settings,
) {
  const { inputs } = readFunction(
    {
      name: 'negotiate',
      bindings: {
        request: { type: 'httpTrigger', direction: 'in' },
        info: { type, direction: 'in', hubName: 'Chat', ...properties },
      },
    },
    from,
  );
  const [input] = inputs;
  if (input === undefined) throw new Error('The binding was not understood');
  const value = await toConnectionInput(input, data, grant);
  return 'json' in value ? (JSON.parse(value.json) as unknown) : undefined;
}

async function claimsOf(accessToken: string, key: string, host: string) {
  const verifier = createTokenVerifier({ keys: [key] });
  return verifier.verify(accessToken, [`https://${host}.example/client/?hub=chat`]);
}

describe(toConnectionInput, () => {
  it('lets a client connect as the user that the expression names', async () => {
    const properties = { userId: '{headers.x-user}' };
    const info = await bind('signalRConnectionInfo', properties, { headers: { 'x-user': 'ann' } });

    const { url, accessToken } = accessSchema.parse(info);

    expect(url).toBe('https://one.example/client/?hub=chat');
    expect(await claimsOf(accessToken, 'one-key', 'one')).toMatchObject({ 'asrs.s.uid': 'ann' });
  });

  it('takes the listed claims from the id token, and no others', async () => {
    const payload = Buffer.from(JSON.stringify({ role: ['a', 'b'], age: 7, other: 'x' }));
    const idToken = `header.${payload.toString('base64url')}.signature`;
    const properties = { idToken: '{headers.token}', claimTypeList: ['role', 'age', 'missing'] };

    const info = await bind('signalRConnectionInfo', properties, { headers: { token: idToken } });

    const claims = await claimsOf(accessSchema.parse(info).accessToken, 'one-key', 'one');
    expect(claims).toMatchObject({ role: ['a', 'b'], age: '7' });
    expect(claims).not.toHaveProperty('other');
  });

  it('gives access to every endpoint for a negotiation', async () => {
    const value = z
      .object({ endpoints: z.array(z.looseObject({ connectionInfo: accessSchema })) })
      .parse(await bind('signalRNegotiation'));

    expect(value.endpoints).toEqual([
      {
        endpointType: 'Primary',
        name: '',
        endpoint: 'https://one.example',
        online: true,
        connectionInfo: {
          url: 'https://one.example/client/?hub=chat',
          accessToken: expect.any(String),
        },
      },
      expect.objectContaining({ name: 'two', endpoint: 'https://two.example' }),
    ]);
    const token = value.endpoints[1]?.connectionInfo.accessToken ?? '';
    await expect(claimsOf(token, 'two-key', 'two')).resolves.toBeDefined();
  });

  it('lists the endpoints without access', async () => {
    expect(await bind('signalREndpoints')).toEqual([
      { endpointType: 'Primary', name: '', endpoint: 'https://one.example', online: true },
      { endpointType: 'Primary', name: 'two', endpoint: 'https://two.example', online: true },
    ]);
  });

  it('refuses claims where the service makes the token, which would leave them out', async () => {
    const payload = Buffer.from('{"role":"admin"}').toString('base64url');
    const properties = { idToken: `a.${payload}.b`, claimTypeList: ['role'] };

    await expect(bind('signalRConnectionInfo', properties, {}, keyless)).rejects.toMatchObject({
      code: 'binding-failed',
      message: expect.stringContaining('access key'),
    });
  });

  it('refuses a hub name that the service would not take', async () => {
    const properties = { hubName: '{query.hub}' };

    await expect(
      bind('signalRConnectionInfo', properties, { query: { hub: '-no hub-' } }),
    ).rejects.toMatchObject({ code: 'binding-failed' });
  });
});
