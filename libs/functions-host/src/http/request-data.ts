import type { HttpRequestData } from '../rpc/typed-data.ts';

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Absolute. */
  readonly url: URL;
  /** As Node gives them: lower-case names, repeated ones already joined or in arrays. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface ReceivedRequest extends RequestHead {
  readonly body: Uint8Array;
}

/** A request in the form in which a worker gets it. Repeated query values are joined by commas. */
export function toHttpRequestData(
  request: ReceivedRequest,
  params: Readonly<Record<string, string>>,
): HttpRequestData {
  const { method, url, headers, body } = request;
  return {
    method,
    url: url.href,
    nullableHeaders: nullable(joinHeaders(headers)),
    nullableQuery: nullable(joinQuery(url.searchParams)),
    nullableParams: nullable(params),
    ...(body.length > 0 && { body: { bytes: body } }),
  };
}

/** Headers as a dictionary; empty ones are left out, as Azure does. */
export function joinHeaders(headers: ReceivedRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, typeof value === 'string' ? value : (value ?? []).join(',')])
      .filter(([, value]) => value !== ''),
  );
}

export function joinQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]),
  );
}

const nullable = (values: Readonly<Record<string, string>>): HttpRequestData['nullableHeaders'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
