import { ClientError } from '@heliograph/signalr-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../live/manual-clock.ts';
import { everyone } from './conversations.ts';
import { createMessenger, type Messenger } from './messenger.ts';
import { ada, createTestPeople, greetingOf, noticed, oscar, said } from './test-people.ts';

describe(createMessenger, () => {
  let clock: ManualClock;
  let hub: ReturnType<typeof createTestPeople>;
  let hidden: boolean;
  let tellVisibility: () => void;
  let messenger: Messenger;

  const hide = (next: boolean) => {
    hidden = next;
    tellVisibility();
  };

  beforeEach(() => {
    clock = createManualClock(5_000);
    hub = createTestPeople();
    hidden = false;
    tellVisibility = () => undefined;
    messenger = createMessenger({
      connection: hub.connection,
      clock,
      visibility: {
        hidden: () => hidden,
        subscribe(listener) {
          tellVisibility = listener;
          return () => (tellVisibility = () => undefined);
        },
      },
    });
    messenger.start();
    hub.setLive(true);
    hub.greet(greetingOf(['viewer', 'operator'], 5_250));
  });

  it('knows who one is, and how far the clocks are apart', () => {
    expect(messenger.snapshot()).toMatchObject({
      live: true,
      greeting: { userId: ada.userId, roles: ['viewer', 'operator'] },
      serverAhead: 250,
    });
  });

  it('tells listeners, and keeps its value while nothing changes', () => {
    let told = 0;
    messenger.subscribe(() => (told += 1));
    const message = said(oscar, 'hello');
    hub.deliver(message);
    const after = messenger.snapshot();
    hub.deliver(message);
    hub.setLive(true);

    expect(told).toBe(1);
    expect(messenger.snapshot()).toBe(after);
  });

  describe('a message', () => {
    it('is unread until its conversation is opened', () => {
      hub.deliver(said(oscar, 'psst', ada.userId));
      expect(messenger.snapshot().unreadMessages).toBe(1);

      messenger.attend({ kind: 'conversation', id: everyone });
      expect(messenger.snapshot().unreadMessages).toBe(1);
      messenger.attend({ kind: 'conversation', id: oscar.userId });
      expect(messenger.snapshot().unreadMessages).toBe(0);
    });

    it('is read as it comes while its conversation is open and can be seen', () => {
      messenger.attend({ kind: 'conversation', id: everyone });
      hub.deliver(said(oscar, 'seen'));
      expect(messenger.snapshot().unreadMessages).toBe(0);

      hide(true);
      hub.deliver(said(oscar, 'not seen'));
      expect(messenger.snapshot().unreadMessages).toBe(1);
      hide(false);
      expect(messenger.snapshot().unreadMessages).toBe(0);
    });

    it('goes to everyone, or to one person', async () => {
      await messenger.say(everyone, 'all');
      await messenger.say(oscar.userId, 'one');

      expect(hub.calls).toEqual([
        ['chatToAll', 'all'],
        ['chatToPerson', oscar.userId, 'one'],
      ]);
    });

    it('that is refused tells why', async () => {
      hub.answerWith(async () => {
        throw new ClientError('refused', 'x', { cause: new Error('Too many messages') });
      });

      await expect(messenger.say(everyone, 'hello')).rejects.toMatchObject({
        code: 'action-refused',
        message: 'Too many messages.',
      });
    });
  });

  describe('a notification', () => {
    it('is a toast for a while, and stays in the list unread', async () => {
      hub.notify(noticed('Disk is full'));
      expect(messenger.snapshot()).toMatchObject({
        toasts: [{ title: 'Disk is full' }],
        unreadNotices: 1,
      });

      await clock.advance(8_000);
      expect(messenger.snapshot()).toMatchObject({ toasts: [], unreadNotices: 1 });
      messenger.attend({ kind: 'notices' });
      expect(messenger.snapshot().unreadNotices).toBe(0);
    });

    it('is no toast for whoever has the list open', () => {
      messenger.attend({ kind: 'notices' });
      hub.notify(noticed('Disk is full'));

      expect(messenger.snapshot()).toMatchObject({ toasts: [], unreadNotices: 0 });
      expect(messenger.snapshot().notices).toHaveLength(1);
    });

    it('waits as a toast for whoever cannot see the page', async () => {
      hide(true);
      hub.notify(noticed('Disk is full'));
      await clock.advance(60_000);
      expect(messenger.snapshot().toasts).toHaveLength(1);

      hide(false);
      await clock.advance(8_000);
      expect(messenger.snapshot().toasts).toHaveLength(0);
    });

    it('is kept once, and of many the newest hundred', () => {
      const first = noticed('first');
      hub.notify(first);
      hub.notify(first);
      expect(messenger.snapshot().notices).toHaveLength(1);

      for (let at = 0; at < 120; at += 1) hub.notify(noticed(`${at}`));
      expect(messenger.snapshot().notices).toHaveLength(100);
      expect(messenger.snapshot().notices[0]?.notification.title).toBe('119');
    });

    it('goes to whoever it is for', async () => {
      const notice = { level: 'info', title: 'Lunch', text: '' } as const;
      await messenger.notify({ role: 'viewer' }, notice);

      expect(hub.calls).toEqual([['notify', { role: 'viewer' }, notice]]);
    });
  });

  it('forgets everything when it stops, and leaves no handler behind', async () => {
    hub.deliver(said(oscar, 'secret', ada.userId));
    hub.notify(noticed('secret'));

    messenger.stop();

    expect(messenger.snapshot()).toMatchObject({
      greeting: undefined,
      conversations: [],
      notices: [],
      toasts: [],
      unreadMessages: 0,
    });
    expect(hub.listening()).toBe(0);
  });
});
