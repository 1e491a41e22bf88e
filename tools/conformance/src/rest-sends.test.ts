import { expect, it } from 'vitest';
import { call, type ApiVersion } from './target/data-plane.ts';
import { gather } from './target/gathering.ts';
import { startService, type Service } from './target/service.ts';

const body = { target: 'm', arguments: [1] };
const versions = ['v1', '2022-06-01', '2024-12-01'] as const;

/** The path of a send in the version's style. */
const sendPath = (version: ApiVersion, receiver: string, query = ''): string =>
  (version === 'v1' ? receiver : `${receiver === '' ? '' : `${receiver}/`}:send`) + query;

async function start() {
  const service = await startService();
  const people = await gather(service, {
    bob: { userId: 'bob' },
    una1: { userId: 'una' },
    una2: { userId: 'una', protocol: 'messagepack' },
  });
  return { service, people };
}

const sender =
  (service: Service, version: ApiVersion) => (receiver: string, query?: string) => async () => {
    const { status } = await call(service, 'POST', sendPath(version, receiver, query), {
      body,
      version,
    });
    expect(status).toBe(202);
  };

it.for(versions)('service 3.1: a broadcast reaches everybody of the hub (%s)', async (version) => {
  const { service, people } = await start();
  const send = sender(service, version);
  expect(await people.reached(send(''))).toEqual(['bob', 'una1', 'una2']);
});

it.for(versions)(
  'service 3.2: a message to a user reaches all of that user and nobody else (%s)',
  async (version) => {
    const { service, people } = await start();
    const send = sender(service, version);
    expect(await people.reached(send('users/una'))).toEqual(['una1', 'una2']);
  },
);

it.for(versions)(
  'service 3.3: a message to a connection reaches it alone (%s)',
  async (version) => {
    const { service, people } = await start();
    const send = sender(service, version);
    expect(await people.reached(send(`connections/${people.id('una2')}`))).toEqual(['una2']);
  },
);

it.for(versions)(
  'service 3.4: a message to a group reaches its members, each once (%s)',
  async (version) => {
    const { service, people } = await start();
    for (const name of ['bob', 'una1'] as const) {
      await call(service, 'PUT', `groups/g/connections/${people.id(name)}`);
    }
    await call(service, 'PUT', 'users/una/groups/g');
    const send = sender(service, version);
    expect(await people.reached(send('groups/g'))).toEqual(['bob', 'una1', 'una2']);
  },
);

it('service 11.3: user ids and group names are compared case by case, hub names are not', async () => {
  const { service, people } = await start();
  await call(service, 'PUT', `groups/g/connections/${people.id('bob')}`);
  const send = sender(service, '2024-12-01');
  expect(await people.reached(send('users/UNA'))).toEqual([]);
  expect(await people.reached(send('groups/G'))).toEqual([]);
  expect(await people.reached(send('groups/g'))).toEqual(['bob']);
  const hub = service.hub.toUpperCase();
  expect(
    await people.reached(async () => void (await call(service, 'POST', ':send', { body, hub }))),
  ).toEqual(['bob', 'una1', 'una2']);
});

it('service 11.6: a send to a hub, user, group or connection that is not there is accepted', async () => {
  const service = await startService();
  for (const version of versions) {
    for (const receiver of ['', 'users/nobody', 'groups/nobody', 'connections/nobody']) {
      await sender(service, version)(receiver)();
    }
  }
});

it.for(versions)(
  'service 11.12: excluded repeats, and a comma is part of an id (%s)',
  async (version) => {
    const { service, people } = await start();
    await call(service, 'PUT', 'users/una/groups/g');
    await call(service, 'PUT', `groups/g/connections/${people.id('bob')}`);
    const [bob, una1] = [people.id('bob'), people.id('una1')];
    const send = sender(service, version);
    const both = `?excluded=${bob}&excluded=${una1}`;
    expect(await people.reached(send('', both))).toEqual(['una2']);
    expect(await people.reached(send('groups/g', both))).toEqual(['una2']);
    const joined = `?excluded=${bob},${una1}`;
    expect(await people.reached(send('', joined))).toEqual(['bob', 'una1', 'una2']);
  },
);

it('service 11.16: the application parameter is a prefix of the hub', async () => {
  const service = await startService();
  const hub = `shop_${service.hub}`;
  const people = await gather({ ...service, hub }, { una: {} });
  const send = (query: string) => async () =>
    void (await call(service, 'POST', `:send${query}`, { body }));
  expect(await people.reached(send(''))).toEqual([]);
  expect(await people.reached(send('?application=shop'))).toEqual(['una']);
  expect(await people.reached(send('?application=Shop'))).toEqual(['una']);
  const { status } = await call(service, 'POST', ':send?application=my%20shop', { body });
  expect(status).toBe(400);
});
