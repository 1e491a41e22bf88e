import { describe, expect, it } from 'vitest';
import { parseStoreAddress } from './store-address.ts';
import { parseTablesAddress } from './tables-address.ts';

describe(parseTablesAddress, () => {
  it.for([
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5==;EndpointSuffix=core.windows.net',
    'TableEndpoint=https://a.table.core.windows.net/;SharedAccessSignature=sv=2024&sig=x%3D',
    'UseDevelopmentStorage=true',
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:10002/a;',
  ])('takes the connection string %s as it is', (connectionString) => {
    expect(parseStoreAddress(`tables:${connectionString}`)).toEqual({
      kind: 'tables',
      connectionString,
    });
  });

  it('takes the URL of an account', () => {
    expect(parseTablesAddress('https://a.table.core.windows.net/')).toEqual({
      kind: 'tables',
      endpoint: 'https://a.table.core.windows.net',
    });
  });

  it.for([
    '',
    'secret',
    'http://a.table.core.windows.net?secret',
    'https://a.table.core.windows.net/?sig=secret',
    'https://me:secret@a.table.core.windows.net',
    'AccountName=a;AccountKey=secret',
    'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=secret;EndpointSuffix=core.windows.net',
    'TableEndpoint=http://a.table.core.windows.net/;SharedAccessSignature=secret',
    'UseDevelopmentStorage=false;AccountKey=secret',
  ])('refuses "%s" without repeating it', (text) => {
    let failure: unknown;
    try {
      parseTablesAddress(text);
    } catch (reason) {
      failure = reason;
    }
    expect(failure).toMatchObject({ code: 'address-invalid' });
    expect(String(failure)).not.toContain('secret');
  });
});
