import { forgeToken, secondsFromNow } from '../target/access.ts';
import type { Service } from '../target/service.ts';

/** How a client opens its WebSocket; absent is what clients do. */
export interface ConnectChoices {
  readonly path?: string;
  /** Which tokens it shows where. */
  readonly tokens?:
    | 'query'
    | 'query, bad before good'
    | 'query, good before bad'
    | 'bad header, good query'
    | 'none'
    | 'expired'
    | 'wrong key';
  readonly subprotocol?: string;
}

interface ConnectRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol?: string;
}

/** The address and headers with which the WebSocket is opened. */
export function connectRequest(service: Service, choices: ConnectChoices): ConnectRequest {
  const { path = '/client/?hub=chat', tokens, subprotocol } = choices;
  const [route = '', query = ''] = path.split('?');
  const hub = new URLSearchParams(query).get('hub') ?? 'chat';
  const claims = {
    aud: `http://localhost/client/?hub=${encodeURIComponent(hub)}`,
    exp: secondsFromNow(tokens === 'expired' ? -3600 : 3600),
  };
  const key = tokens === 'wrong key' ? 'another key' : undefined;
  const good = forgeToken(service, { claims, ...(key !== undefined && { key }) });
  const inQuery = {
    query: [good],
    'query, bad before good': ['bad', good],
    'query, good before bad': [good, 'bad'],
    'bad header, good query': [good],
  };
  const shown =
    tokens !== undefined && tokens in inQuery ? inQuery[tokens as keyof typeof inQuery] : [];
  const header = tokens === 'bad header, good query' ? 'bad' : good;
  const hasHeader =
    tokens === 'bad header, good query' || (shown.length === 0 && tokens !== 'none');
  const search = [
    ...(query === '' ? [] : [query]),
    ...shown.map((token) => `access_token=${token}`),
  ];
  return {
    url: `${service.url}${route}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers: hasHeader ? { Authorization: `Bearer ${header}` } : {},
    ...(subprotocol !== undefined && { protocol: subprotocol }),
  };
}
