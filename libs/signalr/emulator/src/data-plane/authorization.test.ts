import type { IncomingMessage } from 'node:http';
import {
  createDataPlaneToken,
  createTokenVerifier,
  dataPlaneAudience,
} from '@heliograph/signalr-access';
import { describe, expect, it, vi } from 'vitest';
import { readRequestTarget } from '../http/request-target.ts';
import { createAuthorization } from './authorization.ts';

const connection = { endpoint: 'http://localhost:8888', accessKey: 'a key', version: '1.0' };
const path = '/api/v1/hubs/live';
const start = 1_700_000_000_000;

function createGate() {
  const now = vi.fn(() => start);
  const verifier = createTokenVerifier({ keys: [connection.accessKey], now });
  const verify = vi.spyOn(verifier, 'verify');
  const authorize = createAuthorization(verifier, now);
  const enter = (authorization?: string, url = path, host = 'localhost:8888'): void => {
    const headers = { host, ...(authorization !== undefined && { authorization }) };
    authorize({ url, headers } as IncomingMessage, readRequestTarget(url));
  };
  return { enter, verify, now };
}

const bearer = async (lifetimeSeconds = 60) => {
  const audience = dataPlaneAudience(connection, path);
  const now = () => start;
  return `Bearer ${await createDataPlaneToken({ connection, audience, lifetimeSeconds, now })}`;
};

const rejected = expect.objectContaining({ code: 'token-rejected' });

describe(createAuthorization, () => {
  it('verifies a token once for the same request', async () => {
    const { enter, verify } = createGate();
    const token = await bearer();
    for (let time = 0; time < 3; time += 1) enter(token);
    expect(verify).toHaveBeenCalledOnce();
  });

  it('refuses a token that it let in once it has expired', async () => {
    const { enter, now } = createGate();
    const token = await bearer(60);
    enter(token);
    now.mockReturnValue(start + 60_000);
    expect(() => enter(token)).toThrow(rejected);
  });

  it.for([
    ['another URL', '/api/v1/hubs/other', undefined],
    ['another host', undefined, 'elsewhere:8888'],
  ] as const)('refuses a token that it let in for %s', async ([, url, host]) => {
    const { enter } = createGate();
    const token = await bearer();
    enter(token);
    expect(() => enter(token, url, host)).toThrow(rejected);
  });

  it('refuses another token, or none, where it let one in', async () => {
    const { enter } = createGate();
    const token = await bearer();
    enter(token);
    expect(() => enter(token.slice(0, -2))).toThrow(rejected);
    expect(() => enter()).toThrow(rejected);
    expect(() => enter(token)).not.toThrow();
  });
});
