import type { ResourceKind, ResourceSnapshot } from '@heliograph/app-model-core';

/** Kinds as people call them. */
export const kindNames: Readonly<Record<ResourceKind, string>> = {
  'azure-signalr': 'Azure SignalR Service',
  'azure-functions-app': 'Azure Functions app',
  'node-app': 'Node program',
  'container-app': 'Container app',
  'vite-app': 'Web application',
  'static-site': 'Static web app',
  'openid-provider': 'OpenID provider',
  'azure-tables': 'Azure Table Storage',
  'application-insights': 'Application Insights',
  'connection-string': 'Connection string',
};

/** A state as people read it. */
export function stateName({ state, health }: ResourceSnapshot): string {
  if (state === 'value') return 'in use';
  if (state === 'left-out') {
    return health === 'healthy' ? 'left out, answers' : 'left out';
  }
  return state.replaceAll('-', ' ');
}

export type Tone = 'good' | 'bad' | 'busy' | 'still';

export function toneOf({ state, health }: ResourceSnapshot): Tone {
  if (health === 'healthy') return 'good';
  if (state === 'left-out') return 'busy';
  if (health === 'unhealthy') return 'bad';
  return state === 'waiting' || state === 'starting' || state === 'stopping' ? 'busy' : 'still';
}

/** How the whole fares, in a few words. */
export function summarize(resources: readonly ResourceSnapshot[]): {
  readonly text: string;
  readonly tone: Tone;
} {
  const parts = resources.filter(({ state }) => state !== 'external' && state !== 'value');
  const well = parts.filter(({ health }) => health === 'healthy');
  const tone = parts.some((part) => toneOf(part) === 'bad')
    ? 'bad'
    : well.length === parts.length
      ? 'good'
      : 'busy';
  return { text: `${well.length} of ${parts.length} healthy`, tone };
}

/** How long ago something happened: two units are enough to tell. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return `${hours} h ${minutes % 60} min`;
}
