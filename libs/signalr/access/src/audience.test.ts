import { describe, expect, it } from 'vitest';
import { audienceMatches, createAudienceMatcher } from './audience.ts';

const door = 'http://127.0.0.1:8888/client/?hub=live';
const send =
  'http://127.0.0.1:8888/api/hubs/live/groups/a%2Fb/:send?api-version=2022-06-01&excluded=x';

const remembering = createAudienceMatcher();

/** The second answer is given from memory. */
const matchesTwice = (audience: string, accepted: string) => [
  remembering(audience, accepted),
  remembering(audience, accepted),
];

describe(audienceMatches, () => {
  it.for<[string, string]>([
    [door, door],
    ['http://localhost/client/?hub=live', door],
    ['http://localhost:8888/client?hub=LIVE', door],
    ['http://[::1]:8888/client/?hub=live', door],
    ['http://localhost/client/?hub=live', 'http://localhost:8888/client/?hub=live&id=abc'],
    [
      'https://a.service.signalr.net/client/?hub=live',
      'https://A.service.signalr.net/client/?hub=live',
    ],
    ['http://localhost/api/hubs/live/groups/a%2fb/:send', send],
    ['http://localhost/api/hubs/live/groups/a%2Fb/%3Asend/?api-version=2022-06-01', send],
  ])('%s opens %s', ([audience, accepted]) => {
    expect(audienceMatches(audience, accepted)).toBe(true);
    expect(matchesTwice(audience, accepted)).toEqual([true, true]);
  });

  it.for<[string, string]>([
    ['http://localhost/client/', door],
    ['http://localhost/client/?hub=other', door],
    ['http://localhost/client/?hub=live&hub=other', door],
    ['http://localhost:9999/client/?hub=live', door],
    ['https://localhost/client/?hub=live', door],
    ['http://example.com/client/?hub=live', door],
    ['http://localhost/client/x?hub=live', door],
    ['http://localhost/api/hubs/live/groups/a/b/:send', send],
    ['http://localhost/api/hubs/live/groups/A%2Fb/:send', send],
    ['http://localhost/api/hubs/live/:send', send],
    ['http://localhost/api/hubs/live/groups/a%2Fb/:send?api-version=1', send],
    ['http://localhost/api/%zz', 'http://localhost/api/%25zz'],
    ['live', door],
    ['', door],
  ])('%s does not open %s', ([audience, accepted]) => {
    expect(audienceMatches(audience, accepted)).toBe(false);
    expect(matchesTwice(audience, accepted)).toEqual([false, false]);
  });
});
