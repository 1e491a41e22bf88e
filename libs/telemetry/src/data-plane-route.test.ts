import { describe, expect, it } from 'vitest';
import { dataPlaneRoute } from './data-plane-route.ts';
import { hostile } from './testing/what-is-told.ts';

describe(dataPlaneRoute, () => {
  it.for([
    ['/api/hubs/live/:send', '/api/hubs/{hub}/:send'],
    [
      '/api/hubs/live/groups/a%2Fb/connections/x',
      '/api/hubs/{hub}/groups/{group}/connections/{connection}',
    ],
    ['/api/hubs/live/users/users/groups', '/api/hubs/{hub}/users/{user}/groups'],
    [`/api/hubs/live/${hostile}`, 'other'],
  ] as const)('shows %s as %s', ([path, route]) => {
    expect(dataPlaneRoute(path)).toEqual({ hub: 'live', route });
  });
});
