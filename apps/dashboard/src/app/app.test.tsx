// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardScene } from '../board/board-context.ts';
import { DashboardError } from '../dashboard-error.ts';
import type { Session, SessionState } from '../identity/session.ts';
import { App } from './app.tsx';

vi.hoisted(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  // uPlot follows the screen's resolution from the moment that it is loaded; jsdom has no screen.
  vi.stubGlobal('matchMedia', () => new EventTarget());
});

function createTestSession(state: SessionState) {
  const listeners = new Set<() => void>();
  const signIn = vi.fn<Session['signIn']>(async () => undefined);
  const session: Session = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => undefined,
    signIn,
    signOut: async () => undefined,
    accessToken: async () => 'token',
    tokenRefused: async () => false,
    ended: async () => undefined,
    stop: () => undefined,
  };
  return {
    session,
    signIn,
    enter(next: SessionState) {
      state = next;
      listeners.forEach((listener) => listener());
    },
  };
}

describe(App, () => {
  let host: HTMLElement;
  let unmount: () => void;

  const show = (session: Session): void => {
    const root = createRoot(host);
    // Nothing of the board is rendered without a signed-in person.
    const scene = {} as BoardScene;
    act(() => root.render(<App session={session} scene={scene} collectorUrl={undefined} />));
    unmount = () => act(() => root.unmount());
  };

  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'));
  });
  afterEach(() => {
    unmount();
    host.remove();
  });

  it('shows why nobody is signed in, and signs in only when asked to', () => {
    const reason = new DashboardError('session-ended', 'Your session is over: revoked.');
    const { session, signIn } = createTestSession({ kind: 'signed-out', reason });

    show(session);

    expect(host.querySelector('h1')?.textContent).toBe('Your session has ended');
    expect(host.textContent).toContain('Your session is over: revoked.');
    expect(signIn).not.toHaveBeenCalled();
    act(() => host.querySelector('button')?.click());
    expect(signIn).toHaveBeenCalledOnce();
  });

  it('says goodbye to whoever signed out', () => {
    show(createTestSession({ kind: 'signed-out' }).session);

    expect(host.querySelector('h1')?.textContent).toBe('You are signed out');
  });

  it('follows the session', () => {
    const { session, enter } = createTestSession({ kind: 'starting' });
    show(session);
    expect(host.querySelector('main')?.getAttribute('aria-busy')).toBe('true');

    act(() => enter({ kind: 'signed-out' }));

    expect(host.querySelector('main')?.getAttribute('aria-busy')).toBe('false');
  });
});
