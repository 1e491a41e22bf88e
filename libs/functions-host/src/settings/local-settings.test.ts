import { describe, expect, it } from 'vitest';
import { parseLocalSettings, splitOrigins } from './local-settings.ts';

const parse = (value: unknown) => parseLocalSettings(JSON.stringify(value));

describe(parseLocalSettings, () => {
  it('reads values, connection strings, CORS and port', () => {
    const settings = parse({
      IsEncrypted: false,
      Values: { A: 'a', B: 2, C: true },
      ConnectionStrings: { One: '1', Two: { ConnectionString: '2', ProviderName: 'x' } },
      Host: {
        CORS: 'http://a.example/, http://b.example',
        CORSCredentials: true,
        LocalHttpPort: 1,
      },
    });

    expect(settings).toEqual({
      values: {
        A: 'a',
        B: '2',
        C: 'true',
        'ConnectionStrings:One': '1',
        'ConnectionStrings:Two': '2',
      },
      cors: { origins: ['http://a.example', 'http://b.example'], credentials: true },
      port: 1,
    });
  });

  it('is content with an empty document', () => {
    expect(parse({})).toEqual({ values: {} });
  });

  it.for(['{"Values":{"Key":"top-secret"', '{"Values":{"Key":["top-secret"]}}', '"top-secret"'])(
    'refuses %s without repeating a value',
    (text) => {
      const read = () => parseLocalSettings(text);

      expect(read).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
      expect(read).not.toThrow('top-secret');
    },
  );

  it('refuses an encrypted file', () => {
    expect(() => parse({ IsEncrypted: true })).toThrow('encrypted');
  });
});

describe(splitOrigins, () => {
  it('bears spaces, slashes at the end and empty parts', () => {
    expect(splitOrigins(' http://a.example/ ,, * ')).toEqual(['http://a.example', '*']);
  });
});
