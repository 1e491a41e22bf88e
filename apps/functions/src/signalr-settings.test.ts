import { describe, expect, it } from 'vitest';
import { readSignalRConnection } from './signalr-settings.ts';

const serviceUri = 'https://chat.service.signalr.net';
const application = { clientId: 'id', tenantId: 'tenant', clientSecret: 'secret' };

const read = (parts: Record<string, string>, text?: string) =>
  readSignalRConnection(
    {
      ...(text !== undefined && { SignalR: text }),
      ...Object.fromEntries(
        Object.entries(parts).map(([key, value]) => [`SignalR__${key}`, value]),
      ),
    },
    'SignalR',
  );

describe(readSignalRConnection, () => {
  it.for<[Record<string, string>, unknown]>([
    [{}, { type: 'azure' }],
    [{ credential: 'managedidentity' }, { type: 'azure.msi' }],
    [
      { credential: 'ManagedIdentity', clientId: 'id' },
      { type: 'azure.msi', clientId: 'id' },
    ],
    [application, { type: 'azure.app', ...application }],
  ])('reads the identity of %j', ([parts, auth]) => {
    expect(read({ serviceUri, ...parts })).toEqual({ endpoint: serviceUri, version: '1.0', auth });
  });

  it('reads where clients and servers go instead', () => {
    const clientEndpoint = 'https://clients.example';
    const serverEndpoint = 'https://servers.example';
    expect(read({ serviceUri, clientEndpoint, serverEndpoint })).toMatchObject({
      clientEndpoint,
      serverEndpoint,
    });
  });

  it('prefers a connection string', () => {
    expect(read({ serviceUri }, 'Endpoint=https://other;AccessKey=k;Version=1.0;')).toMatchObject({
      endpoint: 'https://other',
      accessKey: 'k',
    });
    const text = 'Endpoint=https://other;AuthType=azure.msi;Version=1.0;';
    expect(read({}, text).auth).toEqual({ type: 'azure.msi' });
  });

  it.for([{}, { credential: 'managedidentity' }])('says that nothing is set: %j', (parts) => {
    expect(() => read(parts)).toThrow(
      expect.objectContaining({
        code: 'setting-missing',
        message: 'The setting SignalR is missing',
      }),
    );
  });

  it.for([{ serviceUri: 'secret' }, { serviceUri, clientEndpoint: 'secret' }])(
    'refuses %j without repeating it',
    (parts) => {
      expect(() => read(parts)).toThrow(
        expect.objectContaining({
          code: 'setting-invalid',
          message: expect.not.stringContaining('secret') as string,
        }),
      );
    },
  );
});
