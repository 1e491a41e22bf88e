import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { element, setText } from './element.ts';
import { stateName, toneOf } from './resource-words.ts';

/** The resources to choose from, with their states. */
export interface ResourceList {
  readonly root: HTMLElement;
  update(resource: ResourceSnapshot): void;
  /** Marks what is shown; nothing is everything. */
  mark(selected: string | undefined): void;
}

export function createResourceList(select: (name: string | undefined) => void): ResourceList {
  const entries = new Map<string | undefined, Entry>();
  const list = element('ul');

  const add = (name: string | undefined, label: string): Entry => {
    const entry = createEntry(label, () => select(name));
    entries.set(name, entry);
    list.append(entry.root);
    return entry;
  };
  const all = add(undefined, 'All logs');
  setText(all.state, 'of every part');
  all.root.dataset['tone'] = 'none';

  return {
    root: element('nav', { class: 'resources', 'aria-label': 'Resources' }, list),
    update(resource) {
      const { name, detail } = resource;
      const entry = entries.get(name) ?? add(name, name);
      entry.root.dataset['tone'] = toneOf(resource);
      setText(entry.state, [stateName(resource), detail].filter((text) => text !== '').join(' · '));
    },
    mark(selected) {
      for (const [name, { button }] of entries) {
        if (name === selected) button.setAttribute('aria-current', 'true');
        else button.removeAttribute('aria-current');
      }
    },
  };
}

interface Entry {
  readonly root: HTMLElement;
  readonly button: HTMLElement;
  readonly state: HTMLElement;
}

function createEntry(label: string, onClick: () => void): Entry {
  const state = element('span', { class: 'state' });
  const button = element(
    'button',
    { type: 'button', click: onClick },
    element('i', { class: 'dot', 'aria-hidden': 'true' }),
    element('span', { class: 'name' }, label),
    state,
  );
  return { root: element('li', {}, button), button, state };
}
