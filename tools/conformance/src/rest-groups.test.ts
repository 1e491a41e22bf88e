import { expect, it } from 'vitest';
import { call } from './target/data-plane.ts';
import { gather } from './target/gathering.ts';
import { itLocally, startService, type Service } from './target/service.ts';
import { connectStockClient } from './target/stock-client.ts';

const body = { target: 'm' };
const toGroup =
  (service: Service, group = 'g') =>
  async () =>
    void (await call(service, 'POST', `groups/${group}/:send`, { body }));

it.for(['v1', '2022-06-01', '2024-12-01'] as const)(
  'service 3.9, service 3.10: a connection joins and leaves a group, from either end of the path (%s)',
  async (version) => {
    const service = await startService();
    const people = await gather(service, { bob: {}, una: {} });
    const [bob, una] = [people.id('bob'), people.id('una')];
    const at = (method: string, path: string) => call(service, method, path, { version });
    expect((await at('PUT', `groups/g/connections/${bob}`)).status).toBe(200);
    expect((await at('PUT', `connections/${una}/groups/g`)).status).toBe(200);
    expect((await at('PUT', `connections/${una}/groups/g`)).status).toBe(200);
    expect(await people.reached(toGroup(service))).toEqual(['bob', 'una']);
    expect((await at('DELETE', `groups/g/connections/${una}`)).status).toBe(200);
    expect(await people.reached(toGroup(service))).toEqual(['bob']);
  },
);

it('service 3.9: a connection that is not there cannot be added', async () => {
  const service = await startService();
  const answer = await call(service, 'PUT', 'groups/g/connections/nobody');
  expect([answer.status, answer.errorCode]).toEqual([404, 'Error.Connection.NotExisted']);
});

it('sdk 6, golden 5: a removal that finds nothing succeeds', async () => {
  const service = await startService();
  const { connectionId: id } = await connectStockClient(service, { userId: 'una' });
  for (const connection of [id, 'nobody']) {
    for (const path of [`groups/g/connections/${connection}`, `connections/${connection}/groups`]) {
      expect((await call(service, 'DELETE', path)).status).toBe(200);
    }
  }
  for (const path of ['users/una/groups/g', 'users/una/groups', 'users/nobody/groups']) {
    expect((await call(service, 'DELETE', path)).status).toBe(204);
  }
});

it.for(['%20', '%20%20', '%09', 'x'.repeat(1025)])(
  'golden 5, service 3: the group name %j is refused with 400',
  async (group) => {
    const service = await startService();
    expect((await call(service, 'PUT', `users/una/groups/${group}`)).status).toBe(400);
    expect((await call(service, 'POST', `groups/${group}/:send`, { body })).status).toBe(400);
    // The state is as it was.
    expect((await call(service, 'DELETE', 'users/una/groups')).status).toBe(204);
  },
);

it.for(['a b', 'ü', 'a/b', 'a%2Fb', '+', '?#&=', 'x'.repeat(1024)])(
  'sdk 8, golden 18: names are unescaped once: the group and user %j can be reached',
  async (name) => {
    const service = await startService();
    const people = await gather(service, { una: { userId: name }, bob: { userId: 'bob' } });
    const escaped = encodeURIComponent(name);
    expect((await call(service, 'PUT', `users/${escaped}/groups/${escaped}`)).status).toBe(200);
    expect((await call(service, 'HEAD', `users/${escaped}`)).status).toBe(200);
    expect(await people.reached(toGroup(service, escaped))).toEqual(['una']);
    const toUser = async () =>
      void (await call(service, 'POST', `users/${escaped}/:send`, { body }));
    expect(await people.reached(toUser)).toEqual(['una']);
  },
);

it('service 3.11: a connection leaves all groups at once', async () => {
  const service = await startService();
  const people = await gather(service, { una: {} });
  await call(service, 'PUT', `groups/a/connections/${people.id('una')}`);
  await call(service, 'PUT', `groups/b/connections/${people.id('una')}`);
  expect((await call(service, 'DELETE', `connections/${people.id('una')}/groups`)).status).toBe(
    200,
  );
  expect(await people.reached(toGroup(service, 'a'))).toEqual([]);
  expect(await people.reached(toGroup(service, 'b'))).toEqual([]);
});

it.for([
  ['v1', 'groups/g/users/una', 202, 202, 200],
  ['2022-06-01', 'users/una/groups/g', 200, 204, 204],
  ['2024-12-01', 'users/una/groups/g', 200, 204, 204],
] as const)(
  'service 3.12, service 3.13, service 3.14, service 11.5, golden 4: a user joins and leaves, with the codes of %s',
  async ([version, path, added, removed, removedFromAll]) => {
    const service = await startService();
    const people = await gather(service, { bob: { userId: 'bob' }, una: { userId: 'una' } });
    const at = async (method: string, route: string) =>
      (await call(service, method, route, { version })).status;
    expect(await at('PUT', path)).toBe(added);
    expect(await people.reached(toGroup(service))).toEqual(['una']);
    expect(await at('DELETE', path)).toBe(removed);
    expect(await people.reached(toGroup(service))).toEqual([]);
    await at('PUT', path);
    expect(await at('DELETE', 'users/una/groups')).toBe(removedFromAll);
    expect(await people.reached(toGroup(service))).toEqual([]);
  },
);

it("golden 4, service 11.11: a user's membership is kept while the hub has never had a client, and holds for later connections", async () => {
  const service = await startService();
  expect((await call(service, 'PUT', 'users/una/groups/g')).status).toBe(200);
  expect((await call(service, 'HEAD', 'users/una/groups/g')).status).toBe(200);
  const people = await gather(service, { una1: { userId: 'una' }, una2: { userId: 'una' } });
  expect(await people.reached(toGroup(service))).toEqual(['una1', 'una2']);
});

it("service 11.11: a connection's own membership dies with it", async () => {
  const service = await startService();
  const client = await connectStockClient(service, { userId: 'una' });
  await call(service, 'PUT', `groups/g/connections/${client.connectionId}`);
  expect((await call(service, 'HEAD', 'groups/g')).status).toBe(200);
  await client.stop();
  let status = 200;
  while (status !== 404) ({ status } = await call(service, 'HEAD', 'groups/g'));
  const people = await gather(service, { una: { userId: 'una' } });
  expect(await people.reached(toGroup(service))).toEqual([]);
});

it('service 3: with ttl 0 a user joins with the connections of the moment alone', async () => {
  const service = await startService();
  const first = await gather(service, { una1: { userId: 'una' } });
  expect((await call(service, 'PUT', 'users/una/groups/g?ttl=0')).status).toBe(200);
  const second = await gather(service, { una2: { userId: 'una' } });
  expect(await first.reached(toGroup(service))).toEqual(['una1']);
  expect(await second.reached(toGroup(service))).toEqual([]);
});

it('golden 19, service 3: members whose ttl has ended are out of reach', async () => {
  const service = await startService();
  const people = await gather(service, { una: { userId: 'una' } });
  expect((await call(service, 'PUT', 'users/una/groups/g?ttl=1')).status).toBe(200);
  expect(await people.reached(toGroup(service))).toEqual(['una']);
  let status = 200;
  while (status !== 404) ({ status } = await call(service, 'HEAD', 'users/una/groups/g'));
  expect(await people.reached(toGroup(service))).toEqual([]);
  expect((await call(service, 'HEAD', 'groups/g')).status).toBe(404);
});

it.for(['-5', 'abc', '1.5'])('service 3: the ttl %j is refused with 400', async (ttl) => {
  const service = await startService();
  expect((await call(service, 'PUT', `users/una/groups/g?ttl=${ttl}`)).status).toBe(400);
});

it('service 3: of the memberships without ttl the latest 100 of a user are kept', async () => {
  const service = await startService();
  await connectStockClient(service, { userId: 'una' });
  for (let n = 0; n < 101; n += 1) await call(service, 'PUT', `users/una/groups/g${n}`);
  expect((await call(service, 'HEAD', 'users/una/groups/g0')).status).toBe(404);
  expect((await call(service, 'HEAD', 'users/una/groups/g1')).status).toBe(200);
});

it.for(['v1', '2022-06-01', '2024-12-01'] as const)(
  'service 3.6, service 3.7, service 3.8, service 3.15, sdk 5: existence is told by 200, and 404 with a code (%s)',
  async (version) => {
    const service = await startService();
    const client = await connectStockClient(service, { userId: 'una' });
    await call(service, 'PUT', `groups/g/connections/${client.connectionId}`);
    const [inGroup, notInGroup] =
      version === 'v1'
        ? ['groups/g/users/una', 'groups/h/users/una']
        : ['users/una/groups/g', 'users/una/groups/h'];
    for (const method of ['GET', 'HEAD']) {
      const answer = async (path: string) => {
        const { status, errorCode } = await call(service, method, path, { version });
        return [status, errorCode];
      };
      expect(await answer(`connections/${client.connectionId}`)).toEqual([200, null]);
      expect(await answer('connections/nobody')).toEqual([404, 'Warning.Connection.NotExisted']);
      expect(await answer('users/una')).toEqual([200, null]);
      expect(await answer('users/nobody')).toEqual([404, 'Warning.User.NotExisted']);
      expect(await answer('groups/g')).toEqual([200, null]);
      expect(await answer('groups/nobody')).toEqual([404, 'Warning.Group.NotExisted']);
      expect(await answer(inGroup)).toEqual([200, null]);
      expect(await answer(notInGroup)).toEqual([404, 'Info.User.NotInGroup']);
    }
  },
);

it("golden 6, service 3.19: a group's connections are listed in pages, with an absolute next link", async () => {
  const service = await startService();
  const ids = new Set<string | null>();
  for (const userId of ['una', 'bob', undefined]) {
    const client = await connectStockClient(service, { userId });
    await call(service, 'PUT', `groups/g/connections/${client.connectionId}`);
    ids.add(client.connectionId);
  }
  type Page = { value: { connectionId: string; userId?: string }[]; nextLink?: string };
  const seen: Page['value'] = [];
  let pages = 0;
  let path: string | undefined = 'groups/g/connections?maxpagesize=2';
  while (path !== undefined) {
    const { status, text } = await call(service, 'GET', path);
    expect(status).toBe(200);
    const page = JSON.parse(text) as Page;
    seen.push(...page.value);
    pages += 1;
    const next: URL | undefined = page.nextLink === undefined ? undefined : new URL(page.nextLink);
    path =
      next &&
      `groups/g/connections?${next.searchParams.toString().replace(/&?api-version=[^&]*/, '')}`;
  }
  expect(pages).toBe(2);
  expect(new Set(seen.map(({ connectionId }) => connectionId))).toEqual(ids);
  expect(seen.map(({ userId }) => userId).toSorted()).toEqual(['bob', 'una', undefined]);
  const top = await call(service, 'GET', 'groups/g/connections?top=1');
  expect(JSON.parse(top.text)).toEqual({ value: [seen[0]] });
});

it.for(['maxpagesize=0', 'maxpagesize=201', 'maxpagesize=x', 'top=0', 'continuationToken=%00'])(
  'service 3.19: a list with %s is refused with 400',
  async (query) => {
    const service = await startService();
    expect((await call(service, 'GET', `groups/g/connections?${query}`)).status).toBe(400);
  },
);

itLocally('service 3.19: an unknown group has no members', async () => {
  const { status, text } = await call(await startService(), 'GET', 'groups/g/connections');
  expect([status, JSON.parse(text)]).toEqual([200, { value: [] }]);
});
