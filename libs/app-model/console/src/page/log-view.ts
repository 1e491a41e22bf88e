import type { LogLine } from '@heliograph/app-model-core';
import { element, setText } from './element.ts';
import { matchesFilter, type LineBuffer } from './line-buffer.ts';

/** Lines on the page at once. */
const mostShown = 1_000;
/** Pixels from the end within which somebody is still at the end. */
const nearEnd = 24;

/** The lines of a resource, live, with a filter. */
export interface LogView {
  readonly root: HTMLElement;
  /** Shows one resource, or all. */
  show(resource: string | undefined): void;
  /** Takes lines that the buffer just got. */
  append(lines: readonly LogLine[]): void;
}

export function createLogView(buffer: LineBuffer): LogView {
  let resource: string | undefined;
  let filter = '';
  let pending: LogLine[] = [];

  const list = element('ol');
  const scroller = element(
    'div',
    { class: 'log', role: 'log', 'aria-label': 'Log', 'aria-live': 'off', tabindex: '0' },
    list,
  );
  const count = element('p', { class: 'muted', role: 'status' });
  const follow = element('button', { type: 'button', 'aria-pressed': 'true' }, 'Follow');
  const search = element('input', {
    type: 'search',
    id: 'log-filter',
    placeholder: 'Filter lines',
    'aria-label': 'Filter lines',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const root = element(
    'div',
    { class: 'log-view' },
    element('div', { class: 'log-tools' }, search, follow, count),
    scroller,
  );

  const follows = (): boolean => follow.getAttribute('aria-pressed') === 'true';
  const setFollowing = (on: boolean): void => follow.setAttribute('aria-pressed', String(on));
  const toEnd = (): void => {
    if (follows()) scroller.scrollTop = scroller.scrollHeight;
  };
  const isWanted = (line: LogLine): boolean =>
    (resource === undefined || line.resource === resource) && matchesFilter(line, filter);

  const row = ({ at, resource: from, text }: LogLine): HTMLElement => {
    const time = new Date(at);
    return element(
      'li',
      {},
      element('time', { datetime: time.toISOString() }, time.toTimeString().slice(0, 8)),
      ...(resource === undefined ? [element('b', {}, from)] : []),
      element('span', {}, text),
    );
  };
  const describe = (): void => {
    const shown = list.childElementCount;
    setText(count, filter === '' ? `${shown} lines` : `${shown} lines match`);
  };
  const redraw = (): void => {
    pending = [];
    list.replaceChildren(...buffer.of(resource).filter(isWanted).slice(-mostShown).map(row));
    describe();
    toEnd();
  };
  const flush = (): void => {
    if (pending.length === 0) return;
    list.append(...pending.slice(-mostShown).map(row));
    pending = [];
    while (list.childElementCount > mostShown) list.firstElementChild?.remove();
    describe();
    toEnd();
  };

  search.addEventListener('input', () => {
    filter = search.value.trim();
    redraw();
  });
  follow.addEventListener('click', () => {
    setFollowing(!follows());
    toEnd();
  });
  // Whoever scrolls up wants to read; whoever returns to the end wants to see what comes.
  scroller.addEventListener('scroll', () => {
    const { scrollHeight, scrollTop, clientHeight } = scroller;
    setFollowing(scrollHeight - scrollTop - clientHeight < nearEnd);
  });

  return {
    root,
    show(name) {
      resource = name;
      setFollowing(true);
      redraw();
    },
    append(lines) {
      const wanted = lines.filter(isWanted);
      if (wanted.length === 0) return;
      if (pending.length === 0) requestAnimationFrame(flush);
      pending.push(...wanted);
    },
  };
}
