import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { element } from './element.ts';
import { formatAge } from './resource-words.ts';

/** The settings of a resource as a table; the values of secret ones never came here. */
export function settingsTable({ settings }: ResourceSnapshot): HTMLElement {
  if (settings.length === 0) {
    return element('p', { class: 'muted' }, 'It gets no settings.');
  }
  const rows = settings.map(({ name, value }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      element('td', {}, value ?? element('em', { class: 'muted' }, 'secret')),
    ),
  );
  return element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, 'Environment'),
    element(
      'thead',
      { class: 'visually-hidden' },
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Setting'),
        element('th', { scope: 'col' }, 'Value'),
      ),
    ),
    element('tbody', {}, ...rows),
  );
}

/** What else is known about a resource. */
export function factList(resource: ResourceSnapshot, now: number): HTMLElement {
  const { healthCheck, waitsFor, references, pid, starts, since, health } = resource;
  const facts: readonly (readonly [string, string])[] = [
    ['Health', healthCheck === null ? health : `${health}, asked at ${healthCheck}`],
    ['Waits for', waitsFor.join(', ')],
    ['Refers to', references.join(', ')],
    ['Process id', pid === null ? '' : String(pid)],
    ['Starts', starts === 0 ? '' : String(starts)],
    ['In this state for', since === null ? '' : formatAge(now - since)],
  ];
  return element(
    'dl',
    {},
    ...facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, value)),
      ),
  );
}
