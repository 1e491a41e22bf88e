import { isDeepStrictEqual } from 'node:util';
import { createClientAccess } from '@heliograph/signalr-access';
import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { withPlaceholders } from './recording/placeholders.ts';
import { sendRaw, type RawReply } from './recording/raw-http.ts';
import { readRecording } from './recording/read-recording.ts';
import { startAudience } from './recording/rest-audience.ts';
import type { RestAnswer, RestExchange } from './recording/rest-exchange.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';

const exchanges = readRecording<RestExchange>('rest');
const deviations = readDeviations<RestAnswer>('rest');
const groups = [...new Set(exchanges.map(({ group }) => group))];

/** Tokens as they were sent, by what is the matter with them. */
async function tokenFor(service: Service, path: string, kind = 'good'): Promise<string> {
  const [route = ''] = path.split('?');
  const aud = `http://localhost${route}`;
  const exp = secondsFromNow(3600);
  switch (kind) {
    case 'good':
    case 'in query':
      return forgeToken(service, { claims: { aud, exp } });
    case 'wrong key':
      return forgeToken(service, { claims: { aud, exp }, key: 'another key' });
    case 'expired':
      return forgeToken(service, { claims: { aud, exp: secondsFromNow(-3600) } });
    case 'foreign audience':
      return forgeToken(service, { claims: { aud: 'http://elsewhere/', exp } });
    case 'audience with query':
      return forgeToken(service, { claims: { aud: `http://localhost${path}`, exp } });
    case 'no audience':
      return forgeToken(service, { claims: { exp } });
    case 'alg none':
      return forgeToken(service, { claims: { aud, exp }, algorithm: 'none' });
    case 'client token':
      return (await createClientAccess({ connection: service.connection, hub: 'chat' }))
        .accessToken;
    default:
      return kind;
  }
}

async function send(
  service: Service,
  { method, token, headers = {}, body }: RestExchange,
  path: string,
): Promise<RawReply> {
  const bearer = await tokenFor(service, path, token);
  const authorization =
    token === 'none' || token === 'in query' ? {} : { authorization: `Bearer ${bearer}` };
  const bytes =
    typeof body === 'object'
      ? `{"target":"m","arguments":["${'x'.repeat(body.bytes - 31)}"]}`
      : body;
  return sendRaw(
    service.url,
    method,
    path.replace('<token>', bearer),
    { ...authorization, ...headers },
    bytes,
  );
}

function answerOf({ status, headers, body }: RawReply): RestAnswer {
  const challenge = headers['www-authenticate']?.split(' ')[0];
  return {
    status,
    ...(headers.allow !== undefined && { allow: headers.allow }),
    ...(challenge !== undefined && { challenge }),
    ...(status < 400 && body !== '' && { body: withPlaceholders(body) }),
  };
}

/** Who of the hub `slash` got something, each time it is asked. */
async function watchSlashedNames(service: Service): Promise<() => string[]> {
  const reached: string[] = [];
  for (const userId of ['a/b', 'a b+c']) {
    const client = await connectStockClient({ ...service, hub: 'slash' }, { userId });
    client.on('m', () => void reached.push(userId));
  }
  return () => reached.splice(0);
}

itLocally.for(groups)("service 3: as recorded from Microsoft's emulator: %s", async (group) => {
  const service = { ...(await startService({ invocationTimeoutMs: 50 })), hub: 'chat' };
  const audience = await startAudience(service);
  const reached = await watchSlashedNames(service);
  for (const exchange of exchanges.filter((one) => one.group === group)) {
    const { name, answer, eventually } = exchange;
    const expected = deviations.expected(`${group}: ${name}`, answer);
    if (!name.startsWith('…')) await audience.gather();
    let seen: RestAnswer;
    do {
      seen = await audience.watch(async () =>
        answerOf(await send(service, exchange, audience.fillIn(exchange.path))),
      );
    } while (eventually === true && !isDeepStrictEqual(seen, expected));
    const all = answer.reached === undefined ? seen : { ...seen, reached: reached() };
    expect.soft(all, name).toEqual(expected);
  }
});

itLocally('service 3: every deviation belongs to an exchange', () => {
  const names = exchanges.map(({ group, name }) => `${group}: ${name}`);
  expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
});
