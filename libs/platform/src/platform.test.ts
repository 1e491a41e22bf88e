import { isSecret, settingsOf, startPlan, type Resource } from '@heliograph/app-model-core';
import { settingNames } from '@heliograph/contracts';
import { describe, expect, it } from 'vitest';
import { describePlatform, portOrder } from './platform.ts';

const model = describePlatform();
const byName = new Map(model.resources.map((resource) => [resource.name, resource]));
const settingsFor = (name: string) => settingsOf(byName.get(name) as Resource);

describe(describePlatform, () => {
  it('starts the backend after what it relies on, and the dashboard at once', () => {
    const after = Object.fromEntries(startPlan(model).map((start) => [start.name, start.after]));

    expect(after['backend']).toEqual(['signalr', 'identity']);
    expect(after['dashboard']).toEqual([]);
  });

  it('checks the health of everything that starts', () => {
    for (const { name } of startPlan(model)) {
      expect(byName.get(name)?.healthCheck, name).toBeDefined();
    }
  });

  it('gives everything that listens a place in the order of ports', () => {
    for (const { name, endpoints } of model.resources) {
      if (Object.keys(endpoints).length > 0) expect(portOrder).toContain(name);
    }
  });

  it('lets collector and backend share SignalR and the history', () => {
    for (const name of [settingNames.signalRConnection, settingNames.historyStore]) {
      expect(settingsFor('collector').get(name)).toEqual(settingsFor('backend').get(name));
    }
  });

  it('hands the connection to SignalR to nobody’s browser', () => {
    const connectionOf = (name: string) => byName.get(name)?.connection;
    const secrets = (name: string) =>
      [...settingsFor(name)]
        .filter(([, value]) => isSecret(value, connectionOf))
        .map(([key]) => key);

    expect(secrets('backend')).toEqual([settingNames.signalRConnection]);
    expect(secrets('dashboard')).toEqual([]);
  });
});
