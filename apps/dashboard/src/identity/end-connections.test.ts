import { describe, expect, it } from 'vitest';
import { createEndConnections } from './end-connections.ts';

describe(createEndConnections, () => {
  it("asks the backend to end one's own connections, with one's own token", async () => {
    const asked: Request[] = [];
    const end = createEndConnections({
      backendUrl: 'http://backend',
      fetch: async (input, init) => {
        asked.push(new Request(input, init));
        return new Response(null, { status: 204 });
      },
    });

    await end('secret-token');

    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['DELETE', 'http://backend/api/me/connections'],
    ]);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret-token');
  });

  it('lets people leave a backend that does not answer', async () => {
    const end = createEndConnections({
      backendUrl: 'http://backend',
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    });

    await expect(end('secret-token')).resolves.toBeUndefined();
  });
});
