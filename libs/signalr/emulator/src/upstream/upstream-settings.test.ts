import { describe, expect, it } from 'vitest';
import {
  defaultUrlTemplate,
  initialUpstreamSettings,
  parseUpstreamSettings,
} from './upstream-settings.ts';

const any = { hubPattern: undefined, categoryPattern: undefined, eventPattern: undefined };

describe(parseUpstreamSettings, () => {
  it('reads templates in their order, whatever the case of names, with comments and commas left over', () => {
    const text = `\ufeff{
      // ours
      "upstreamSettings": { "TEMPLATES": [
        { "UrlTemplate": "http://a/{event}", "HubPattern": "live", "EventPattern": "a, b", },
        { "UrlTemplate": "http://b", "CategoryPattern": "connections" },
      ] },
      "Logging": { "LogLevel": {} }
    }`;
    expect(parseUpstreamSettings(text)).toEqual([
      { ...any, urlTemplate: 'http://a/{event}', hubPattern: 'live', eventPattern: 'a, b' },
      { ...any, urlTemplate: 'http://b', categoryPattern: 'connections' },
    ]);
  });

  it('goes to the function app on this machine unless a URL is given, and takes null for any', () => {
    const text = '{"UpstreamSettings":{"Templates":[{"HubPattern":null}]}}';
    expect(parseUpstreamSettings(text)).toEqual([{ ...any, urlTemplate: defaultUrlTemplate }]);
  });

  it.for(['{}', '{"UpstreamSettings":{}}', '{"UpstreamSettings":{"Templates":[]}}'])(
    'finds no templates in %s',
    (text) => expect(parseUpstreamSettings(text)).toEqual([]),
  );

  it('reads the file with which to begin', () => {
    expect(parseUpstreamSettings(initialUpstreamSettings())).toEqual([
      { urlTemplate: defaultUrlTemplate, hubPattern: '*', categoryPattern: '*', eventPattern: '*' },
    ]);
  });

  it.for([
    ['{"UpstreamSettings":\n{"Templates":[}}', 'Line 2 is not JSON'],
    ['', 'is not JSON'],
    ['[]', 'The file'],
    ['{"UpstreamSettings":{"Templates":{}}}', 'UpstreamSettings.Templates:'],
    [
      '{"UpstreamSettings":{"Templates":[{"HubPattern":7}]}}',
      'UpstreamSettings.Templates.0.HubPattern:',
    ],
    ['{"UpstreamSettings":{"Templates":[{},{"UrlTemplate":"top-secret"}]}}', 'Template 2:'],
    [
      '{"UpstreamSettings":{"Templates":[{"UrlTemplate":"https://h/?code={@Microsoft.KeyVault(SecretUri=https://top-secret)}"}]}}',
      'Key Vault',
    ],
    [
      '{"UpstreamSettings":{"Templates":[{"UrlTemplate":"http://una:top-secret@h/"}]}}',
      'name and password',
    ],
  ] as const)('says where the fault in %s is, without repeating a value', ([text, place]) => {
    const read = () => parseUpstreamSettings(text);
    expect(read).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
    expect(read).toThrow(place);
    expect(read).not.toThrow('top-secret');
  });
});
