import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { sendRaw, type RawReply } from './recording/raw-http.ts';
import { readRecording } from './recording/read-recording.ts';
import { clientAccess, forgeToken, secondsFromNow } from './target/access.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { complete, onMessage, startUpstream } from './target/test-upstream.ts';

/** A request that a client makes over HTTP, and its answer. */
interface HttpExchange {
  readonly name: string;
  readonly method: string;
  /** With `<token>` for the access token and `<id>` for a connection token. */
  readonly path: string;
  /** What is the matter with the token; nothing if absent. */
  readonly token?: string;
  /** Instead of the token as bearer; `null` for none. */
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer: HttpAnswer;
}

interface HttpAnswer {
  readonly status: number;
  /** Those that clients and browsers look at; of `WWW-Authenticate` the scheme. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The same, to be cut down. */
interface Seen {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

const told: readonly string[] = [
  ...['content-type', 'cache-control', 'expires', 'pragma', 'www-authenticate', 'vary'],
  ...['credentials', 'headers', 'methods', 'origin'].map((what) => `access-control-allow-${what}`),
];

function tokenFor(service: Service, kind?: string): string {
  const aud = 'http://localhost/client/?hub=chat';
  const exp = secondsFromNow(3600);
  switch (kind) {
    case 'wrong key':
      return forgeToken(service, { claims: { aud, exp }, key: 'another key' });
    case 'expired':
      return forgeToken(service, { claims: { aud, exp: secondsFromNow(-3600) } });
    case 'not yet valid':
      return forgeToken(service, { claims: { aud, exp, nbf: secondsFromNow(1800) } });
    case 'foreign audience':
      return forgeToken(service, { claims: { aud: 'http://elsewhere/', exp } });
    case 'audience of another hub':
      return forgeToken(service, { claims: { aud: aud.replace('chat', 'other'), exp } });
    case 'no audience, no exp':
      return forgeToken(service, { claims: {} });
    case 'HS384':
    case 'HS512':
      return forgeToken(service, { claims: { aud, exp }, algorithm: kind });
    case 'alg none':
      return forgeToken(service, { claims: { aud, exp }, algorithm: 'none' });
    case 'unknown kid':
      return forgeToken(service, { claims: { aud, exp }, header: { kid: 'nobody' } });
    case 'over 4096 characters':
      return forgeToken(service, { claims: { aud, exp, padding: 'x'.repeat(4096) } });
    default:
      return forgeToken(service, { claims: { aud, exp } });
  }
}

function send(service: Service, exchange: HttpExchange, id: string): Promise<RawReply> {
  const { method, path, authorization = 'Bearer <token>', headers, body } = exchange;
  const fill = (text: string): string =>
    text.replace('<token>', tokenFor(service, exchange.token)).replace('<id>', id);
  const shown = authorization === null ? {} : { authorization: fill(authorization) };
  return sendRaw(service.url, method, fill(path), { ...shown, ...headers }, body);
}

function answerOf({ status, headers, body }: RawReply): Seen {
  const seen = told.flatMap((name) => {
    const value = headers[name];
    if (typeof value !== 'string') return [];
    return [[name, name === 'www-authenticate' ? value.replace(/ .*/, '') : value]];
  });
  const text = body.replaceAll(/"(connection(?:Id|Token))":"[\w-]{22}"/g, '"$1":"<opaque>"');
  return {
    status,
    ...(seen.length > 0 && { headers: Object.fromEntries(seen) as Record<string, string> }),
    ...(text !== '' && { body: text }),
  };
}

itLocally.for([
  ["hub 9, hub 11: as recorded from Microsoft's emulator", 'negotiate'],
  ['hub 9, hub 11: as recorded from an ASP.NET Core hub', 'hub-http'],
] as const)('%s', async ([, name]) => {
  const exchanges = readRecording<HttpExchange>(name);
  const deviations = readDeviations<HttpAnswer>(name);
  const upstream = await startUpstream(
    onMessage((request, response) => complete(request, response, 'hi')),
  );
  const service = {
    ...(await startService({ upstream: [{ urlTemplate: upstream.url }] })),
    hub: 'chat',
  };
  const id = await connectionToken(service);
  for (const exchange of exchanges) {
    const seen = answerOf(await send(service, exchange, id));
    const expected = deviations.expected(exchange.name, exchange.answer);
    if (expected.status >= 400 && expected.body === undefined) {
      // Where the recorded part is silent, a refusal may say why.
      delete seen.body;
      delete seen.headers?.['content-type'];
      if (Object.keys(seen.headers ?? {}).length === 0) delete seen.headers;
    }
    expect.soft(seen, exchange.name).toEqual(expected);
  }
  const names = exchanges.map((exchange) => exchange.name);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});

async function connectionToken(service: Service): Promise<string> {
  const { url, accessToken } = await clientAccess(service);
  const target = `${url.replace('/client/?', '/client/negotiate?')}&negotiateVersion=1`;
  const headers = { Authorization: `Bearer ${accessToken}` };
  const response = await fetch(target, { method: 'POST', headers });
  const answer = (await response.json()) as { connectionToken: string };
  return answer.connectionToken;
}
