import { describe, expect, it } from 'vitest';
import {
  formatConnectionString,
  parseConnectionString,
  type SignalRConnection,
} from './connection-string.ts';

describe(parseConnectionString, () => {
  it.for<[string, SignalRConnection]>([
    [
      'Endpoint=https://a.service.signalr.net;AccessKey=k3y==;Version=1.0;',
      { endpoint: 'https://a.service.signalr.net', accessKey: 'k3y==', version: '1.0' },
    ],
    [
      'ENDPOINT=http://localhost/ ; accesskey=k;port=8888',
      { endpoint: 'http://localhost:8888', accessKey: 'k', version: '1.0' },
    ],
    [
      'Endpoint=http://[::1]:99;Port=8888;AccessKey=k',
      { endpoint: 'http://[::1]:8888', accessKey: 'k', version: '1.0' },
    ],
    [
      'Endpoint=https://a.net/base/;AccessKey=k;ClientEndpoint=https://c.net/in/;ServerEndpoint=https://s.net:444',
      {
        endpoint: 'https://a.net/base',
        accessKey: 'k',
        clientEndpoint: 'https://c.net/in',
        serverEndpoint: 'https://s.net:444',
        version: '1.0',
      },
    ],
    [
      'Endpoint=https://a.net;AuthType=AAD',
      { endpoint: 'https://a.net', auth: { type: 'azure' }, version: '1.0' },
    ],
    [
      'Endpoint=https://a.net;AuthType=azure.msi;ClientId=c;Version=1.1',
      { endpoint: 'https://a.net', auth: { type: 'azure.msi', clientId: 'c' }, version: '1.1' },
    ],
    [
      'Endpoint=https://a.net;AuthType=azure.app;ClientId=c;TenantId=t;ClientCert=/c.pem',
      {
        endpoint: 'https://a.net',
        auth: { type: 'azure.app', clientId: 'c', tenantId: 't', clientCertPath: '/c.pem' },
        version: '1.0',
      },
    ],
  ])('reads %s', ([text, connection]) => {
    expect(parseConnectionString(text)).toEqual(connection);
  });

  it.for<[string, RegExp]>([
    ['', /is empty.*should look like Endpoint=/],
    ['hello', /part 1 that is not key=value/],
    ['Endpoint=https://a.net', /fewer than two parts/],
    ['Endpoint=https://a.net;=k', /part 2 that is not key=value/],
    ['AccessKey=k;Version=1.0', /no Endpoint/],
    ['Endpoint=https://a.net;Version=1.0', /neither AccessKey nor AuthType/],
    ['Endpoint=https://a.net;AccessKey=;Version=1.0', /neither AccessKey nor AuthType/],
    ['Endpoint=https://a.net;AccessKey=k;accessKEY=l', /part 3 with a key that was given before/],
    ['Endpoint=a.net;AccessKey=k', /Endpoint that is not a base URL.*https:/],
    ['Endpoint=ftp://a.net;AccessKey=k', /Endpoint that is not a base URL/],
    ['Endpoint=https://u:p@a.net;AccessKey=k', /Endpoint that is not a base URL/],
    ['Endpoint=https://a.net/?x=1;AccessKey=k', /Endpoint that is not a base URL/],
    [
      'Endpoint=https://a.net;ClientEndpoint=b;AccessKey=k',
      /ClientEndpoint that is not a base URL/,
    ],
    ['Endpoint=https://a.net;Port=0;AccessKey=k', /Port.*1 to 65535/],
    ['Endpoint=https://a.net;Port=8e3;AccessKey=k', /Port.*1 to 65535/],
    ['Endpoint=https://a.net;Port=65536;AccessKey=k', /Port.*1 to 65535/],
    ['Endpoint=https://a.net;AuthType=kerberos', /unknown AuthType; it should be azure/],
    ['Endpoint=https://a.net;AuthType=azure.app;ClientId=c', /needs ClientId, TenantId/],
    ['Endpoint=https://a.net;AccessKey=k\nx', /control character in part 2/],
    ['x'.repeat(20_000), /longer than/],
  ])('says what is wrong with %j', ([text, message]) => {
    expect(() => parseConnectionString(text)).toThrow(
      expect.objectContaining({
        code: 'connection-string-malformed',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('refuses a version it does not know', () => {
    expect(() => parseConnectionString('Endpoint=https://a.net;AccessKey=k;Version=2.0')).toThrow(
      expect.objectContaining({ code: 'version-unsupported' }),
    );
  });

  it.for([
    'Endpoint=https://a.net;AccessKey=SECRET;Version=2.0',
    'Endpoint=https://a.net;SECRET',
    'Endpoint=SECRET;AccessKey=SECRET',
    'Endpoint=https://SECRET@a.net;AccessKey=SECRET',
    'Endpoint=https://a.net;AccessKey=SECRET;Port=SECRET',
    'Endpoint=https://a.net;AccessKey=SECRET;AccessKey=SECRET',
    'Endpoint=https://a.net;AuthType=SECRET;AccessKey=SECRET',
  ])('does not repeat the key in its refusal of %s', (text) => {
    expect(() => parseConnectionString(text)).toThrow();
    expect(() => parseConnectionString(text)).not.toThrow(/SECRET/);
  });
});

describe(formatConnectionString, () => {
  it('writes the port as the service’s own tools do', () => {
    const connection = { endpoint: 'http://127.0.0.1:8888', accessKey: 'k=', version: '1.0' };

    expect(formatConnectionString(connection)).toBe(
      'Endpoint=http://127.0.0.1;Port=8888;AccessKey=k=;Version=1.0;',
    );
  });

  it.for<SignalRConnection>([
    { endpoint: 'https://a.net/base', accessKey: 'k', version: '1.0' },
    {
      endpoint: 'http://localhost:8888',
      accessKey: 'k',
      clientEndpoint: 'https://c.net:444/x',
      serverEndpoint: 'https://s.net',
      version: '1.0',
    },
    {
      endpoint: 'https://a.net',
      auth: { type: 'azure.app', clientId: 'c', tenantId: 't', clientSecret: 's=' },
      version: '1.0',
    },
    { endpoint: 'https://a.net', auth: { type: 'azure.msi' }, version: '1.0' },
  ])('writes what parseConnectionString reads: $endpoint', (connection) => {
    expect(parseConnectionString(formatConnectionString(connection))).toEqual(connection);
  });
});
