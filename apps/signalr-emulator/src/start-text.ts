import type { SignalROptions } from '@heliograph/signalr-emulator';

export interface StartFacts {
  /** Of the service, without a trailing slash. */
  readonly url: string;
  readonly connectionString: string;
  readonly options: SignalROptions;
  /** Where client events go, for people. */
  readonly upstream: string;
}

/** What somebody reads who has just started the service: the connection string has its own line. */
export function startText({ url, connectionString, options, upstream }: StartFacts): string {
  const { allowedOrigins = 'any', relaxed = false, tier, units = 1 } = options;
  const facts = [
    ['upstream', upstream],
    ['figures', `${url}/emulator/metrics, ${url}/emulator/metrics.json`],
    ['REST API', `${url}/emulator/openapi.json`],
    ...(tier === undefined
      ? []
      : [['tier', `${tier}, ${units === 1 ? '1 unit' : `${units} units`}`]]),
    ...(allowedOrigins === 'any' ? [] : [['browsers', `from ${allowedOrigins.join(', ')} only`]]),
    ...(relaxed ? [['tokens', 'relaxed: expiry, audience and length are not looked at']] : []),
  ];
  return [
    `Azure SignalR Service (local) listens on ${url}`,
    ...facts.map(([name = '', value]) => `  ${name.padEnd(8)}  ${value}`),
    connectionString,
  ].join('\n');
}

/** What somebody should know who may not have meant it. */
export function startWarnings({ host = '127.0.0.1', accessKeys }: SignalROptions): string[] {
  if (accessKeys !== undefined || isLoopback(host)) return [];
  return [
    `Whoever reaches ${host} can use the service, as its access key is a published one; set SIGNALR_ACCESS_KEYS`,
  ];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
