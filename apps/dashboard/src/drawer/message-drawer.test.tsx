// @vitest-environment jsdom
import type { Greeting } from '@heliograph/contracts';
import { ClientError } from '@heliograph/signalr-client';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BoardContext, type BoardScene } from '../board/board-context.ts';
import { DrawerContext } from '../board/drawer-context.ts';
import type { Drawer, DrawerTab } from '../board/drawer-context.ts';
import { useDrawerState } from '../board/use-drawer-state.ts';
import type { BoardSnapshot } from '../live/board-snapshot.ts';
import type { LiveBoard } from '../live/live-board.ts';
import { createManualClock } from '../live/manual-clock.ts';
import { everyone } from '../messages/conversations.ts';
import { createMessenger } from '../messages/messenger.ts';
import {
  ada,
  createTestPeople,
  greetingOf,
  noticed,
  oscar,
  said,
} from '../messages/test-people.ts';
import { MessageDrawer } from './message-drawer.tsx';

vi.hoisted(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: true }));
});

describe(MessageDrawer, () => {
  let host: HTMLElement;
  let hub: ReturnType<typeof createTestPeople>;
  let drawer: Drawer | undefined;
  let end: () => void;

  function open(tab: DrawerTab, roles: Greeting['roles'] = ['viewer']): void {
    const snapshot = { watchers: [ada, oscar] } as Partial<BoardSnapshot> as BoardSnapshot;
    const board: Pick<LiveBoard, 'subscribe' | 'snapshot'> = {
      subscribe: () => () => undefined,
      snapshot: () => snapshot,
    };
    const messenger = createMessenger({
      connection: hub.connection,
      clock: createManualClock(),
      visibility: { hidden: () => false, subscribe: () => () => undefined },
    });
    // Of the board, the drawer reads who watches it.
    const scene = { board: board as LiveBoard, messenger } as BoardScene;
    const Page = () => {
      drawer = useDrawerState(messenger);
      return (
        <BoardContext value={scene}>
          <DrawerContext value={drawer}>
            <MessageDrawer />
          </DrawerContext>
        </BoardContext>
      );
    };
    const root = createRoot(host);
    act(() => {
      messenger.start();
      hub.setLive(true);
      hub.greet(greetingOf(roles));
      root.render(<Page />);
    });
    act(() => drawer?.show(tab));
    end = () => {
      act(() => root.unmount());
      messenger.stop();
    };
  }

  const composer = () => host.querySelector<HTMLTextAreaElement>('.composer textarea');
  const visible = () => host.querySelector('.drawer-panel:not([hidden])');

  function type(field: HTMLTextAreaElement | HTMLInputElement | null, text: string): void {
    if (!field) throw new Error('There is no such field');
    act(() => {
      const prototype = Object.getPrototypeOf(field) as object;
      // React overrides the property on the element to notice changes by script.
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }
  const submit = (form: string) =>
    act(async () => {
      host
        .querySelector(form)
        ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });

  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'));
    Element.prototype.scrollTo = () => undefined;
    hub = createTestPeople();
  });
  afterEach(() => {
    end();
    host.remove();
  });

  it('sends what was written to everyone, and empties the field', async () => {
    open('chat');
    type(composer(), '  hello  ');

    await submit('.composer');

    expect(hub.calls).toEqual([['chatToAll', 'hello']]);
    expect(composer()?.value).toBe('');
  });

  it('keeps what was refused, and says why', async () => {
    open('chat');
    hub.answerWith(async () => {
      throw new ClientError('refused', 'x', { cause: new Error('Too many messages: wait') });
    });
    type(composer(), 'hello');

    await submit('.composer');

    expect(host.querySelector('[role=alert]')?.textContent).toBe('Too many messages: wait.');
    expect(composer()?.value).toBe('hello');
  });

  it('shows each conversation by itself, and sends to the person of the one that is open', async () => {
    open('chat');
    act(() => {
      hub.deliver(said(oscar, 'for all'));
      hub.deliver(said(oscar, 'for Ada alone', ada.userId));
    });
    expect(host.querySelector('.log')?.textContent).toContain('for all');
    expect(host.querySelector('.log')?.textContent).not.toContain('for Ada alone');

    act(() => drawer?.talkTo(oscar.userId));
    expect(host.querySelector('.log')?.textContent).toContain('for Ada alone');
    type(composer(), 'got it');
    await submit('.composer');

    expect(hub.calls).toEqual([['chatToPerson', oscar.userId, 'got it']]);
  });

  it('keeps what was begun in another conversation', () => {
    open('chat');
    type(composer(), 'to all');
    act(() => drawer?.talkTo(oscar.userId));
    expect(composer()?.value).toBe('');

    act(() => drawer?.talkTo(everyone));
    expect(composer()?.value).toBe('to all');
  });

  it('says that nothing can be sent while there is no connection', () => {
    open('chat');
    type(composer(), 'hello');
    act(() => hub.setLive(false));

    expect(host.querySelector<HTMLButtonElement>('.button-send')?.disabled).toBe(true);
    expect(visible()?.textContent).toContain('There is no live connection');
    expect(composer()?.value).toBe('hello');
  });

  it.for([
    [['viewer'], false],
    [['viewer', 'operator'], true],
    [['admin'], true],
  ] as const)('offers %j the form for notifications: %j', ([roles, offered]) => {
    open('notices', [...roles]);

    expect(host.querySelector('.notice-form') !== null).toBe(offered);
  });

  it('notifies everyone with the chosen role', async () => {
    open('notices', ['operator']);
    type(host.querySelector('.notice-form input:not([type=radio])'), ' Disk is full ');

    await submit('.notice-form form');

    expect(hub.calls).toEqual([
      ['notify', { role: 'viewer' }, { level: 'info', title: 'Disk is full', text: '' }],
    ]);
    expect(host.querySelector('.notice-form [role=status]')?.textContent).toBe(
      'Sent to all viewers.',
    );
  });

  it('lists what came, newest first', () => {
    open('notices');
    act(() => {
      hub.notify(noticed('first'));
      hub.notify(noticed('second', 'critical'));
    });

    const titles = Array.from(host.querySelectorAll('.notices strong'), (one) => one.textContent);
    expect(titles).toEqual(['Critical: second', 'Information: first']);
  });

  it('closes with Escape, and keeps what somebody began to write', () => {
    open('chat');
    type(composer(), 'unfinished');

    act(() => {
      composer()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    expect(host.querySelector<HTMLElement>('#drawer')?.hidden).toBe(true);

    act(() => drawer?.show('chat'));
    expect(composer()?.value).toBe('unfinished');
  });
});
