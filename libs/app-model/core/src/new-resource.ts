import type { Expression } from './value.ts';

/** A resource of which nothing but its name is known yet. */
export const empty = (name: string) =>
  ({
    name,
    endpoints: {},
    references: [],
    environment: {},
    waitsFor: [],
    infrastructure: [],
  }) as const;

/** One that answers over HTTP, at a port that is chosen when it is started. */
export const listening = (name: string) =>
  ({ ...empty(name), endpoints: { http: { scheme: 'http', port: 0 } } }) as const;

/** Where such a resource answers, once that is known. */
export const urlOf = (name: string): Expression => ({
  kind: 'endpoint',
  resource: name,
  endpoint: 'http',
  property: 'url',
});

/** The setting that a reference to a resource fills unless told otherwise, such as `BACKEND_URL`. */
export const settingName = (name: string, suffix: string): string =>
  `${name.replaceAll('-', '_').toUpperCase()}_${suffix}`;
