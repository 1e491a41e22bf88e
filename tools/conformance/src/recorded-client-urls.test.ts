import { createClientAccess, parseConnectionString } from '@heliograph/signalr-access';
import { expect, it } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { upgradeStatus } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';

/** Where Microsoft's server SDK sends a client of the hub `testhub`, and with which token. */
interface ClientUrl {
  readonly connectionString: string;
  readonly answer: ClientUrlAnswer;
}

interface ClientUrlAnswer {
  /** A hub server adds `asrs.op`, the path that it was asked at, and the query there. */
  readonly clientUrl: string;
  /** Without the token's times. */
  readonly claims: { readonly iss: string; readonly aud: string };
}

const urls = readRecording<ClientUrl>('client-urls');
const deviations = readDeviations<ClientUrlAnswer>('client-urls');
const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
const ofServer = '&asrs.op=%2Fhub&a=1';

it.for(urls)(
  "service 1, service 11.2, service 11.4: a client is sent where Microsoft's SDK sends it: $connectionString",
  async ({ connectionString, answer }) => {
    const expected = deviations.expected(connectionString, answer);
    const connection = parseConnectionString(connectionString.replace('<key>', key));
    const { url, accessToken } = await createClientAccess({ connection, hub: 'testhub' });
    const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
    const { aud } = JSON.parse(payload) as { aud: string };
    expect(url).toBe(expected.clientUrl.replace(ofServer, ''));
    // With a port or without it: the service takes both.
    expect(aud.replace(/:\d+(?=\/client)/, '')).toBe(expected.claims.aud);
  },
);

itLocally.for(
  urls.filter(({ answer }) => answer.clientUrl.startsWith('http://localhost:25100/client')),
)(
  "service 11.2, sdk 1: the service takes the SDK's token at the SDK's URL: $connectionString",
  async ({ answer }) => {
    const service = await startService();
    const iat = secondsFromNow(0);
    const claims = { nbf: iat, exp: iat + 3600, iat, ...answer.claims };
    const token = forgeToken(service, { claims, header: { kid: '1' } });
    const url = answer.clientUrl.replace('http://localhost:25100', service.url);
    expect(await upgradeStatus(url, { headers: { Authorization: `Bearer ${token}` } })).toBe(101);
  },
);

it('service 1: every deviation belongs to a recorded connection string', () => {
  const known = urls.map(({ connectionString }) => connectionString);
  expect(deviations.names.filter((one) => !known.includes(one))).toEqual([]);
});
