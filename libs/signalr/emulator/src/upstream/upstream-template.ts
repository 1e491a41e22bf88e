import { ServiceError } from '../service-error.ts';

/** Where client events go. */
export interface UpstreamTemplate {
  /** May hold `{hub}`, `{category}` and `{event}`, which are filled in URL-escaped. */
  readonly urlTemplate: string;
  /** `*`, one name, or names between commas; compared case-sensitively. Absent: any. */
  readonly hubPattern?: string | undefined;
  readonly categoryPattern?: string | undefined;
  readonly eventPattern?: string | undefined;
}

/** What happened on a client connection, as far as routing is concerned. */
export interface UpstreamRoute {
  readonly hub: string;
  readonly category: 'connections' | 'messages';
  /** `connected`, `disconnected`, or the target of an invocation. */
  readonly event: string;
}

/** @throws ServiceError `option-invalid` */
export function checkUpstreamTemplate({ urlTemplate }: UpstreamTemplate): void {
  if (urlTemplate.includes('{@Microsoft.KeyVault(')) {
    throw new ServiceError('option-invalid', 'References to Key Vault need Azure; write the value');
  }
  const unknown = [...urlTemplate.matchAll(/\{(\w*)\}/g)].find(([, name]) => !isPlaceholder(name));
  if (unknown !== undefined) {
    const message = `The placeholder ${unknown[0]} is none of {hub}, {category} and {event}`;
    throw new ServiceError('option-invalid', message);
  }
  const url = urlTemplate.replaceAll(/\{(hub|category|event)\}/g, 'x');
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    // The template may hold a key in its query, so it is not repeated.
    const message = 'An upstream template must be an absolute http or https URL';
    throw new ServiceError('option-invalid', message);
  }
  const { username, password } = new URL(url);
  if (username !== '' || password !== '') {
    const message =
      'A name and password in an upstream template are not sent; use a key in its query';
    throw new ServiceError('option-invalid', message);
  }
}

/** The URL of the first template whose patterns all match; a catch-all therefore goes last. */
export function upstreamUrl(
  templates: readonly UpstreamTemplate[],
  route: UpstreamRoute,
): string | undefined {
  const template = templates.find(
    ({ hubPattern, categoryPattern, eventPattern }) =>
      matches(hubPattern, route.hub) &&
      matches(categoryPattern, route.category) &&
      matches(eventPattern, route.event),
  );
  return template?.urlTemplate.replaceAll(
    /\{(hub|category|event)\}/g,
    (_, name: keyof UpstreamRoute) => encodeURIComponent(route[name].toWellFormed()),
  );
}

function isPlaceholder(name: string | undefined): boolean {
  return name === 'hub' || name === 'category' || name === 'event';
}

function matches(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined || pattern === '*') return true;
  return pattern.split(',').some((part) => part.trim() === name);
}
