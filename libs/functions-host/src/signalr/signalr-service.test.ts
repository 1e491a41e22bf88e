import { describe, expect, it } from 'vitest';
import { createAppSettings } from '../settings/app-settings.ts';
import { findSignalRService } from './signalr-service.ts';

const find = (values: Record<string, string>) =>
  findSignalRService(createAppSettings({}, values), 'SignalR').main.connection;

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
    [
      { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' },
      { type: 'azure.app', tenantId: 't', clientId: 'c', clientSecret: 's' },
    ],
  ])('knows an identity-based connection with %j', ([values, auth]) => {
    const connection = find({ SignalR__serviceUri: 'https://a.example', ...values });

    expect(connection).toMatchObject({ endpoint: 'https://a.example', auth });
    expect(connection.accessKey).toBeUndefined();
  });

  it('adds the endpoints that settings name', () => {
    const string = (name: string) => `Endpoint=https://${name}.example;AccessKey=key;Version=1.0;`;
    const settings = createAppSettings(
      { 'Azure:SignalR:Endpoints:west': string('west') },
      {
        SignalR: text,
        Azure__SignalR__Endpoints__east__secondary: string('east'),
        Azure__SignalR__Endpoints__south__serviceUri: 'https://south.example',
        Azure__SignalR__Endpoints__south__type: 'Secondary',
      },
    );

    const { main, endpoints } = findSignalRService(settings, 'SignalR');

    expect(main.connection.endpoint).toBe('https://a.example');
    expect(endpoints.map((one) => [one.name, one.type, one.connection.endpoint])).toEqual([
      ['', 'Primary', 'https://a.example'],
      ['west', 'Primary', 'https://west.example'],
      ['east', 'Secondary', 'https://east.example'],
      ['south', 'Secondary', 'https://south.example'],
    ]);
  });

  it('refuses a serviceUri that is no URL', () => {
    expect(() => find({ SignalR__serviceUri: 'nonsense' })).toThrow('SignalR__serviceUri');
  });

  it('refuses when there is nothing, naming the setting', () => {
    expect(() => find({})).toThrow('The setting SignalR is not set');
  });
});
