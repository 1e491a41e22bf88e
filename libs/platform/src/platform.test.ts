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

  it('tells backend and dashboard where the collector is, and makes neither wait for it', () => {
    const url = settingsFor('backend').get(settingNames.collectorUrl);

    expect(url).toBeDefined();
    expect(settingsFor('dashboard').get(settingNames.collectorUrl)).toEqual(url);
    for (const { name, after } of startPlan(model)) {
      if (name !== 'collector') expect(after).not.toContain('collector');
    }
  });

  it('gives every part the same settings in Azure, and telemetry besides', () => {
    const published = describePlatform({ mode: 'publish' });
    const inAzureOnly = new Set([
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
    ]);

    for (const name of ['backend', 'collector', 'dashboard']) {
      const resource = published.resources.find((other) => other.name === name) as Resource;
      const names = [...settingsOf(resource).keys()].filter((key) => !inAzureOnly.has(key));
      expect(names.sort(), name).toEqual([...settingsFor(name).keys()].sort());
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
