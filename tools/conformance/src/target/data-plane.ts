import { createDataPlaneToken } from '@heliograph/signalr-access';
import type { Service } from './service.ts';

export type ApiVersion = 'v1' | '2022-06-01' | '2024-12-01';

export interface CallOptions {
  readonly version?: ApiVersion;
  readonly hub?: string;
  /** Sent as JSON, except bytes and text, which are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of one for exactly the URL. */
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `x-ms-error-code` */
  readonly errorCode: string | null;
}

/** Calls the data plane. `path` is relative to the hub: `:send?excluded=…`, `groups/g`. */
export async function call(
  service: Service,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  const { version = '2024-12-01', hub = service.hub } = options;
  const [route = '', query] = path.split('?', 2);
  const base = version === 'v1' ? '/api/v1/hubs/' : '/api/hubs/';
  const parameters = [
    ...(query ? [query] : []),
    ...(version === 'v1' ? [] : [`api-version=${version}`]),
  ];
  const search = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return request(
    service,
    method,
    `${base}${hub}${route === '' ? '' : `/${route}`}${search}`,
    options,
  );
}

/** Calls the data plane by a path that begins with `/api`. */
export async function request(
  { connection, url }: Service,
  method: string,
  target: string,
  { body, headers = {}, token }: Omit<CallOptions, 'version' | 'hub'> = {},
): Promise<Answer> {
  const audience = url + target;
  const bearer = token ?? (await createDataPlaneToken({ connection, audience }));
  const response = await fetch(audience, {
    method,
    headers: {
      Authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: toBody(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    errorCode: response.headers.get('x-ms-error-code'),
  };
}

const toBody = (body: unknown): BodyInit =>
  typeof body === 'string' || body instanceof Uint8Array
    ? (body as BodyInit)
    : JSON.stringify(body);
