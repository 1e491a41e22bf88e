import type { ResourceAction, ResourceSnapshot } from '@heliograph/app-model-core';
import { element, setText } from './element.ts';
import type { LogView } from './log-view.ts';
import { factList, settingsTable } from './resource-facts.ts';
import { kindNames, stateName, toneOf } from './resource-words.ts';

const views = ['Logs', 'Environment', 'About'] as const;
type View = (typeof views)[number];

const actionNames: Readonly<Record<ResourceAction, string>> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
};

/** One resource, or all of them as far as logs go. */
export interface DetailView {
  readonly root: HTMLElement;
  /** Shows a resource as it is now; nothing for all. */
  show(resource: ResourceSnapshot | undefined): void;
  /** Says what went wrong; an empty text takes it back. */
  complain(text: string): void;
}

export interface DetailActions {
  act(resource: string, action: ResourceAction): void;
  now(): number;
}

export function createDetailView(log: LogView, actions: DetailActions): DetailView {
  let shown: ResourceSnapshot | undefined;
  let view: View = 'Logs';

  const heading = element('h2', { id: 'detail-name' });
  const state = element('p', { class: 'state-line' });
  const links = element('p', { class: 'links' });
  const buttons = element('div', { class: 'actions' });
  const complaint = element('p', { class: 'complaint', role: 'alert' });
  const facts = element('div', { class: 'facts', tabindex: '0' });
  const tabs = new Map(
    views.map((name) => [
      name,
      element('button', { type: 'button', role: 'tab', id: `tab-${name}` }, name),
    ]),
  );
  const tabList = element(
    'div',
    { role: 'tablist', 'aria-label': 'What to show' },
    ...tabs.values(),
  );
  const panel = element('div', { role: 'tabpanel', class: 'panel' }, log.root, facts);

  const drawTabs = (): void => {
    tabList.hidden = shown === undefined;
    for (const [name, tab] of tabs) {
      tab.setAttribute('aria-selected', String(name === view));
      tab.tabIndex = name === view ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', shown ? `tab-${view}` : 'detail-name');
    log.root.hidden = view !== 'Logs';
    facts.hidden = view === 'Logs';
  };
  const drawFacts = (): void => {
    if (!shown || view === 'Logs') return;
    facts.replaceChildren(
      view === 'Environment' ? settingsTable(shown) : factList(shown, actions.now()),
    );
  };
  const choose = (name: View): void => {
    view = name;
    drawTabs();
    drawFacts();
  };
  for (const [name, tab] of tabs) tab.addEventListener('click', () => choose(name));
  // https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
  tabList.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = views[(views.indexOf(view) + step + views.length) % views.length] ?? 'Logs';
    choose(next);
    tabs.get(next)?.focus();
  });

  const drawActions = (resource: ResourceSnapshot | undefined): void => {
    const wanted = (resource?.actions ?? []).join();
    const isSame = buttons.dataset['actions'] === wanted && shown?.name === resource?.name;
    if (isSame) return;
    buttons.dataset['actions'] = wanted;
    const hadFocus = buttons.contains(document.activeElement);
    buttons.replaceChildren(
      ...(resource?.actions ?? []).map((action) =>
        element(
          'button',
          { type: 'button', click: () => resource && actions.act(resource.name, action) },
          actionNames[action],
        ),
      ),
    );
    // The button that was pressed may be gone; whoever uses the keyboard stays where they are.
    if (hadFocus) heading.focus();
  };
  heading.tabIndex = -1;

  return {
    root: element(
      'section',
      { class: 'detail', 'aria-labelledby': 'detail-name' },
      element('div', { class: 'detail-head' }, element('div', {}, heading, state, links), buttons),
      complaint,
      tabList,
      panel,
    ),
    show(resource) {
      const isOther = shown?.name !== resource?.name;
      drawActions(resource);
      if (isOther) setText(complaint, '');
      setText(heading, resource?.name ?? 'All logs');
      setText(
        state,
        resource
          ? [kindNames[resource.kind], stateName(resource), resource.detail]
              .filter((text) => text !== '')
              .join(' · ')
          : 'Of every part, in the order in which they were written',
      );
      state.dataset['tone'] = resource ? toneOf(resource) : 'still';
      if (isOther) {
        links.replaceChildren(
          ...(resource?.endpoints ?? []).map(({ url }) =>
            element('a', { href: url, target: '_blank', rel: 'noreferrer' }, url),
          ),
        );
      }
      shown = resource;
      if (!resource) view = 'Logs';
      drawTabs();
      drawFacts();
      if (isOther || !resource) log.show(resource?.name);
    },
    complain: (text) => setText(complaint, text),
  };
}
