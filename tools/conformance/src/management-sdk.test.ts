import { expect } from 'vitest';
import { readDeviations } from './recording/deviation.ts';
import { sendRaw, type RawReply } from './recording/raw-http.ts';
import { readRecording } from './recording/read-recording.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { call, request } from './target/data-plane.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { connectNegotiated, connectRaw } from './target/raw-socket.ts';
import { itLocally, startService, type Service } from './target/service.ts';

/** What Microsoft's Management SDK makes of an answer: a value, or the name of what it throws. */
type Reading = boolean | string | null;

/** A reaction of the SDK that was recorded. */
interface Reaction {
  readonly op: string;
  readonly status: number;
  readonly errorCode?: string;
  readonly reads: Reading;
}

/** A request of the SDK, and what has to come of it. */
interface SdkRequest {
  /** Begins with its number. */
  readonly name: string;
  /** Which of the SDK's operations reads the answer. */
  readonly op: string;
  /** The hub that it concerns, `chat` if absent. */
  readonly hub?: string;
  readonly method: string;
  /** With `<c1>` and `<c2>` for connection ids. */
  readonly target: string;
  readonly audience: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | { readonly hex: string };
  /** Who is not in `g1` before. */
  readonly without?: ClientName;
  readonly answer: SdkAnswer;
}

interface SdkAnswer {
  /** What the SDK reads when all that the request names is there, and in a hub without clients. */
  readonly reads: { readonly there: Reading; readonly nobody: Reading };
  /** Who gets the frame because of it. */
  readonly reached?: readonly ClientName[];
  readonly frame?: string;
  /** Who is in `g1` afterwards. */
  readonly members?: readonly ClientName[];
}

const requests = readRecording<SdkRequest>('management');
const reactions = readRecording<Reaction>('management-reactions');
const deviations = readDeviations<SdkAnswer>('management');

/** The clients by name, with their users and groups. */
const people = {
  c1: { userId: 'alice', groups: ['g1'] },
  c2: { userId: 'bob', groups: ['g1', 'g2'] },
  c3: { userId: 'a/b c+ü@x.test', groups: ['g/1 ü?#%'] },
} as const;
type ClientName = keyof typeof people;
const names = Object.keys(people) as ClientName[];

/** What the SDK, as it was recorded, makes of the answer to one of its operations. */
function readAnswer(op: string, { status, headers }: RawReply): Reading | undefined {
  const told = headers['x-ms-error-code'];
  const errorCode = status === 404 && typeof told === 'string' ? told : undefined;
  return reactions.find(
    (one) => one.op === op && one.status === status && one.errorCode === errorCode,
  )?.reads;
}

function send(service: Service, sdk: SdkRequest, ids: ReadonlyMap<ClientName, string>) {
  const fill = (text: string): string =>
    names.reduce((filled, name) => filled.replace(`<${name}>`, ids.get(name) ?? name), text);
  const iat = secondsFromNow(0);
  const token = forgeToken(service, {
    header: { kid: '1' },
    claims: { nameid: 'vm_1', nbf: iat, exp: iat + 3600, iat, aud: fill(sdk.audience) },
  });
  const headers = { ...sdk.headers, Authorization: `Bearer ${token}` };
  const body = typeof sdk.body === 'object' ? Buffer.from(sdk.body.hex, 'hex') : sdk.body;
  return sendRaw(service.url, sdk.method, fill(sdk.target), headers, body);
}

itLocally.for(requests)(
  'sdk 1, sdk 2, sdk 3, sdk 5, sdk 6, sdk 7, sdk 8: in a hub without clients the SDK reads what it should: $name',
  async (sdk) => {
    const { reads } = deviations.expected(sdk.name, sdk.answer);
    const reply = await send(await startService(), sdk, new Map());
    expect(readAnswer(sdk.op, reply), `${reply.status}`).toBe(reads.nobody);
  },
);

itLocally.for(requests)(
  'sdk 1, sdk 2, sdk 3, sdk 5, sdk 6, sdk 7, sdk 8: where everybody is there it does what the SDK means, and tells it so: $name',
  async (sdk) => {
    const { reads, reached = [], frame, members } = deviations.expected(sdk.name, sdk.answer);
    const service = { ...(await startService()), hub: sdk.hub ?? 'chat' };
    const clients = new Map(
      await Promise.all(
        names.map(async (name) => [name, await connectNegotiated(service, people[name])] as const),
      ),
    );
    for (const [name, { id }] of clients) {
      const joined = people[name].groups.filter((group) => group !== 'g1' || sdk.without !== name);
      for (const group of joined) {
        await call(service, 'PUT', `groups/${encodeURIComponent(group)}/connections/${id}`);
      }
    }
    const ids = new Map([...clients].map(([name, { id }]) => [name, id]));
    const reply = await send(service, sdk, ids);
    expect(readAnswer(sdk.op, reply), `${reply.status}`).toBe(reads.there);
    // Messages arrive in order: who has got the last one has got everything before it.
    await call(service, 'POST', ':send', { body: { target: 'last' } });
    const last = jsonFrames({ type: 1, target: 'last', arguments: [] });
    const got = ({ arrived }: { arrived: readonly unknown[] }) => arrived.slice(1).join('');
    const seen: string[] = [];
    for (const [name, { socket }] of clients) {
      await eventually(() => got(socket).endsWith(last) || socket.closeCode !== undefined);
      const news = got(socket).replace(last, '');
      if (news !== '') seen.push(`${name} ${news}`);
    }
    expect(seen).toEqual(reached.map((name) => `${name} ${frame}`));
    if (members === undefined) return;
    const { text } = await call(service, 'GET', 'groups/g1/connections');
    const { value } = JSON.parse(text) as { value: { connectionId: string }[] };
    const inGroup = value.map(({ connectionId }) => connectionId);
    expect(names.filter((name) => inGroup.includes(ids.get(name) ?? ''))).toEqual(members);
  },
);

itLocally('sdk 1: every deviation belongs to a request of the SDK', () => {
  const known = requests.map(({ name }) => name);
  expect(deviations.names.filter((one) => !known.includes(one))).toEqual([]);
});

itLocally.for([
  ['a foreign key', 'AzureSignalRUnauthorizedException'],
  ['an expired token', 'AzureSignalRUnauthorizedException'],
  ['a body that is no message', 'AzureSignalRInvalidArgumentException'],
  ['a body of more than 1 MB', 'AzureSignalRRuntimeException'],
  ['a path that is none', 'AzureSignalRInaccessibleEndpointException'],
] as const)('sdk 5: to %s the SDK throws %s', async ([fault, thrown]) => {
  const service = { ...(await startService()), hub: 'chat' };
  const aud = 'http://localhost/api/hubs/chat/:send';
  const exp = secondsFromNow(fault === 'an expired token' ? -3600 : 3600);
  const key = fault === 'a foreign key' ? 'another key' : undefined;
  const token = forgeToken(service, { claims: { aud, exp }, ...(key !== undefined && { key }) });
  const body =
    fault === 'a body that is no message'
      ? '{}'
      : `{"Target":"m","Arguments":["${'x'.repeat(fault.startsWith('a body') ? 1024 ** 2 : 1)}"]}`;
  const path = fault === 'a path that is none' ? '/api/hubs/chat/:sent' : '/api/hubs/chat/:send';
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json; charset=utf-8',
    'Transfer-Encoding': 'chunked',
  };
  const reply = await sendRaw(service.url, 'POST', `${path}?api-version=2022-06-01`, headers, body);
  expect(readAnswer('all', reply), `${reply.status}`).toBe(thrown);
});

itLocally('sdk 4: the recorded body for both protocols reaches clients of both', async () => {
  const service = await startService();
  const json = await connectRaw(service);
  const pack = await connectRaw(service, { protocol: 'messagepack' });
  const both = requests.find(({ body }) => typeof body === 'object' && body.hex.startsWith('82'));
  if (typeof both?.body !== 'object') throw new Error('The recording has no such request');
  await call(service, 'POST', ':send', {
    version: '2022-06-01',
    body: Buffer.from(both.body.hex, 'hex'),
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  await eventually(() => json.messages().length > 0 && pack.messages().length > 0);
  const values = ['hi', 42, { Name: 'é' }];
  expect(json.messages()).toEqual([{ type: 1, target: 'news', arguments: values }]);
  expect(pack.messages()).toEqual([[1, {}, null, 'news', values, []]]);
});

itLocally('sdk 7: the SDK probes without a token, too', async () => {
  const service = await startService();
  const reply = await sendRaw(service.url, 'HEAD', '/api/health?api-version=2022-06-01');
  expect(readAnswer('healthy', reply)).toBe(true);
  expect((await request(service, 'HEAD', '/api/v1/health')).status).toBe(200);
});
