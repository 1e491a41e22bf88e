import type { FunctionHandler } from '@azure/functions';
import { liveHub, type Role } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { hubEvent, invokeInVain, request } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { startTokenIssuer } from './fixtures/token-issuer.ts';
import { createEndpoints, createFunctions } from './functions.ts';
import type { BackendFunction } from './http-function.ts';

const anyRole: readonly Role[] = ['viewer', 'operator', 'admin'];
const notifiers: readonly Role[] = ['operator', 'admin'];

/**
 * Who may do what, written down apart from the code. A new operation fails here until it says so,
 * and is then tried by everybody who may not.
 */
const endpoints: Readonly<Record<string, readonly Role[] | 'everybody'>> = {
  negotiate: anyRole,
  messageToAll: notifiers,
  messageToUser: notifiers,
  messageToGroup: notifiers,
  history: anyRole,
  signOut: anyRole,
  endSession: ['admin'],
  health: 'everybody',
  openApi: 'everybody',
};

const targets: Readonly<Record<string, readonly Role[]>> = {
  joinBoard: anyRole,
  leaveBoard: anyRole,
  chatToAll: anyRole,
  chatToPerson: anyRole,
  notify: notifiers,
  publishMetric: notifiers,
};

/** What only the service and the host's clock call; the host checks their signatures and keys. */
const calledByTheHost = ['connected', 'disconnected', 'sweepPresence'];

const guarded = Object.entries(endpoints).flatMap(([name, allowed]) =>
  allowed === 'everybody' ? [] : [[name, allowed] as const],
);
const params = { board: 'machine', userId: 'ada', groupName: 'role:viewer' };
const body = JSON.stringify({ level: 'info', title: 'Hello' });

const callers: readonly (readonly string[])[] = [[], ['root'], ...anyRole.map((role) => [role])];
const isAllowed = (roles: readonly string[], allowed: readonly string[]) =>
  roles.some((role) => allowed.includes(role));

const hasHandler = (
  each: BackendFunction,
): each is BackendFunction & { readonly handler: FunctionHandler } => 'handler' in each;

async function setUp() {
  const { backend, issuer } = await openTestBackend();
  return {
    backend,
    issuer,
    endpoint: (name: string) =>
      createEndpoints(backend).find((each) => each.name === name) ?? expect.unreachable(),
    target: (name: string) =>
      createFunctions(backend)
        .filter(hasHandler)
        .find((each) => each.name === name) ?? expect.unreachable(),
  };
}

describe('every operation', () => {
  it('says who may call it', async () => {
    const { backend } = await setUp();

    expect(
      createFunctions(backend)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...Object.keys(endpoints), ...Object.keys(targets), ...calledByTheHost].toSorted());
    expect(Object.keys(targets).toSorted()).toEqual(Object.keys(liveHub.server).toSorted());
  });
});

describe('the endpoint', () => {
  it.for(guarded)('%s turns away who shows no good token', async ([name]) => {
    const { issuer, endpoint, backend } = await setUp();
    const foreign = await startTokenIssuer();
    const roles = [...anyRole];
    const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
    const tokens: Readonly<Record<string, string | undefined>> = {
      'token-missing': undefined,
      'token-malformed': 'a.b',
      'token-expired': await issuer.issue({ sub: 'mallory', roles, exp: anHourAgo }),
      'audience-foreign': await issuer.issue({ sub: 'mallory', roles, aud: 'api://other' }),
      'issuer-foreign': await issuer.issue({ sub: 'mallory', roles, iss: 'https://other.example' }),
      'signature-invalid': await foreign.issue({ sub: 'mallory', roles, iss: issuer.authority }),
    };

    for (const [code, token] of Object.entries(tokens)) {
      const { response, actions, logs } = await request(endpoint(name), {
        ...(token !== undefined && { token }),
        params,
        body,
      });

      expect(response).toMatchObject({ status: 401, jsonBody: { error: { code } } });
      expect(actions, code).toBeUndefined();
      expect(logs).toEqual([`warning: ${name} refused somebody unidentified: ${code} (1 so far)`]);
    }
    expect(backend.refusals.list()).toHaveLength(Object.keys(tokens).length);
  });

  it.for(guarded)('%s is for those alone who may: %j', async ([name, allowed]) => {
    for (const roles of callers) {
      const { issuer, endpoint } = await setUp();
      const token = await issuer.issue({ sub: 'mallory', roles });

      const { response, actions, logs } = await request(endpoint(name), { token, params, body });

      if (isAllowed(roles, allowed)) {
        expect([401, 403], roles.join()).not.toContain(response.status);
        continue;
      }
      expect(response.status, roles.join()).toBe(403);
      expect(actions).toBeUndefined();
      expect(logs).toEqual([
        expect.stringMatching(
          new RegExp(`^warning: ${name} refused "mallory": (role-missing|permission-denied) `),
        ),
      ]);
      expect(logs.join()).not.toContain(token.slice(-20));
    }
  });
});

describe('the target', () => {
  it.for(Object.entries(targets))('%s is for those alone who may: %j', async ([name, allowed]) => {
    for (const roles of callers) {
      const { target } = await setUp();
      const caller = { userId: 'mallory', roles: anyRole.filter((role) => roles.includes(role)) };

      const { result, actions, logs } = await invokeInVain(target(name), hubEvent('c1', caller));

      // Without arguments nobody gets anything done: those who may are told so, the others are not.
      expect(actions).toBeUndefined();
      const code = isAllowed(roles, allowed) ? 'arguments-invalid' : 'permission-denied';
      expect(logs, roles.join()).toEqual([
        `warning: ${name} refused "mallory": ${code} (1 so far)`,
      ]);
      expect(result).toBeInstanceOf(Error);
    }
  });

  it.for(Object.keys(targets))('%s does nothing for a connection of nobody', async (name) => {
    const { target } = await setUp();
    const event = { ...hubEvent('c1', { userId: '', roles: [] }), UserId: null, Claims: null };

    const { result, actions, logs } = await invokeInVain(target(name), event);

    expect(result).toBeInstanceOf(Error);
    expect(actions).toBeUndefined();
    expect(logs).toEqual([expect.stringContaining(`${name} refused somebody unidentified`)]);
  });
});
