import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { describe, expect, it } from 'vitest';
import { logText, statusTable } from './status-table.ts';

const api: ResourceSnapshot = {
  name: 'api',
  kind: 'node-app',
  state: 'exited',
  detail: 'exit code 3',
  health: 'unhealthy',
  healthCheck: null,
  endpoints: [{ name: 'http', url: 'http://127.0.0.1:1' }],
  waitsFor: [],
  references: [],
  settings: [],
  pid: 42,
  starts: 2,
  since: 0,
  actions: [],
};
const file: ResourceSnapshot = {
  ...api,
  name: 'history',
  state: 'value',
  detail: 'sqlite:h.db',
  health: 'unknown',
  endpoints: [],
  pid: null,
  starts: 0,
};

describe(statusTable, () => {
  it('has a line for each resource, and paints states', () => {
    expect(statusTable([api, file], (tone, text) => `<${tone} ${text.trim()}>`)).toEqual([
      expect.stringMatching(/^<dim NAME +<plain STATE> +HEALTH +STARTS +PID +ADDRESS>$/),
      'api      <bad exited (exit code 3)>  unhealthy  2       42   http://127.0.0.1:1',
      expect.stringMatching(/^history {2}<plain value> +sqlite:h\.db$/),
    ]);
  });
});

describe(logText, () => {
  const line = {
    number: 1,
    at: new Date(2026, 0, 1, 9, 5, 7).getTime(),
    resource: 'api',
    text: 'x',
  };

  it('names the part only where it is not clear', () => {
    expect(logText([line], true, (_, text) => text)).toEqual(['09:05:07 api | x']);
    expect(logText([line], false, (_, text) => text)).toEqual(['09:05:07 x']);
  });
});
