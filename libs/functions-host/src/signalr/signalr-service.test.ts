import { describe, expect, it } from 'vitest';
import { createAppSettings } from '../settings/app-settings.ts';
import { findSignalRService } from './signalr-service.ts';

const find = (values: Record<string, string>) =>
  findSignalRService(createAppSettings({}, values), 'SignalR').connection;

describe(findSignalRService, () => {
  const text = 'Endpoint=https://a.example;AccessKey=key;Version=1.0;';

  it.for(['SignalR', 'ConnectionStrings:SignalR', 'ConnectionStrings__SignalR'])(
    'takes a connection string from %s',
    (name) => {
      expect(find({ [name]: text })).toMatchObject({ accessKey: 'key' });
    },
  );

  it.for<[Record<string, string>, object]>([
    [{}, { type: 'azure' }],
    [{ SignalR__credential: 'managedIdentity' }, { type: 'azure.msi' }],
    [
      { SignalR__credential: 'managedidentity', SignalR__clientId: 'c' },
      { type: 'azure.msi', clientId: 'c' },
    ],
    [
      { SignalR__tenantId: 't', SignalR__clientId: 'c', SignalR__clientSecret: 's' },
      { type: 'azure.app', tenantId: 't', clientId: 'c', clientSecret: 's' },
    ],
  ])('knows an identity-based connection with %j', ([values, auth]) => {
    const connection = find({ SignalR__serviceUri: 'https://a.example', ...values });

    expect(connection).toMatchObject({ endpoint: 'https://a.example', auth });
    expect(connection.accessKey).toBeUndefined();
  });

  it('refuses when there is nothing, naming the setting', () => {
    expect(() => find({})).toThrow('The setting SignalR is not set');
  });
});
