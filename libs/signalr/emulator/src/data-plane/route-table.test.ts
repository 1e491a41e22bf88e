import { describe, expect, it } from 'vitest';
import { done, type Operation } from './operation.ts';
import { createRouteTable } from './route-table.ts';

describe(createRouteTable, () => {
  const operation: Operation = {
    id: 'sendToGroup',
    routes: [{ style: 'v1', method: 'POST', path: 'groups/{group}', status: 202 }],
    run: () => done,
  };

  it('finds the same again, and keeps methods and paths apart', () => {
    const routes = createRouteTable([operation]);
    for (let time = 0; time < 2; time += 1) {
      const match = routes.match('POST', '/api/v1/hubs/live/groups/a%2Fb');
      expect(match).toMatchObject({
        operation,
        hub: 'live',
        parameters: new Map([['group', 'a/b']]),
      });
      expect(routes.match('POST', '/api/v1/hubs/chat/groups/a')).toMatchObject({ hub: 'chat' });
      expect(routes.match('GET', '/api/v1/hubs/live/groups/a%2Fb')).toBe('method-not-allowed');
      expect(routes.match('POST', '/api/v1/hubs/live/users/a')).toBe('path-unknown');
    }
  });

  it('knows the methods of a path', () => {
    const routes = createRouteTable([
      operation,
      {
        ...operation,
        routes: [{ style: 'v1', method: 'PUT', path: 'groups/{group}', status: 200 }],
      },
    ]);
    expect(routes.methods('/api/v1/hubs/live/groups/a')).toEqual(['POST', 'PUT']);
    expect(routes.methods('/api/v1/hubs/live/users/a')).toEqual([]);
  });

  it('still finds its way after more paths than it remembers', () => {
    const routes = createRouteTable([operation]);
    for (let at = 0; at <= 2000; at += 1) {
      expect(routes.match('POST', `/api/v1/hubs/live/groups/g${at}`)).toMatchObject({
        parameters: new Map([['group', `g${at}`]]),
      });
    }
  });
});
