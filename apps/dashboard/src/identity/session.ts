import { DashboardError } from '../dashboard-error.ts';
import type { Clock } from '../live/clock.ts';
import { signedInPath } from './open-id-sign-in.ts';
import type { Account, Grant, SignInService } from './sign-in-service.ts';

/**
 * The person's session. `leaving` means that the browser is about to show the provider's page.
 * Without a `reason`, `signed-out` was the person's own wish.
 */
export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'signed-in'; readonly account: Account }
  | { readonly kind: 'signed-out'; readonly reason?: DashboardError };

export interface Session {
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Finds out who is here, or leaves for the provider's sign-in at once. */
  start(): Promise<void>;
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /**
   * An access token with some life left, renewed if need be.
   *
   * @throws DashboardError `session-ended`, `provider-unreachable`
   */
  accessToken(): Promise<string>;
  /**
   * The backend refused the token. Tries a new one, once; a second refusal soon after ends the
   * session, because going to the provider again by ourselves could go on for ever.
   */
  tokenRefused(reason: string): Promise<boolean>;
  /** The backend ended the session: a new token without the person would undo that. */
  ended(reason: string): Promise<void>;
  stop(): void;
}

export interface SessionParts {
  readonly service: SignInService;
  /** Ends the person's connections, in every window. Does not reject. */
  readonly endConnections: (accessToken: string) => Promise<void>;
  readonly clock: Clock;
  readonly page: {
    url(): string;
    /** Changes the shown address without a navigation. */
    replaceUrl(path: string): void;
    /** Survives a reload of this tab. */
    readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  };
}

/** A token with less life than this may expire on its way. */
const leastLifeMs = 20_000;
/** Renewal begins this long before the token expires … */
const renewAheadMs = 60_000;
/** … and is tried again this often while the provider cannot be reached. */
const renewRetryMs = 10_000;
/** A refusal so soon after a new token is not cured by another one. */
const freshMs = 30_000;
const signedOutKey = 'heliograph.signed-out';

export function createSession(parts: SessionParts): Session {
  const { service, clock, page } = parts;
  let state: SessionState = { kind: 'starting' };
  let grant: Grant | undefined;
  let grantedAt = 0;
  let renewal: Promise<Grant> | undefined;
  let cancelTimer: (() => void) | undefined;
  const listeners = new Set<() => void>();

  const enter = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  const admit = (next: Grant): Grant => {
    grant = next;
    grantedAt = clock.now();
    page.storage.removeItem(signedOutKey);
    planRenewal();
    enter({ kind: 'signed-in', account: next.account });
    return next;
  };

  const end = async (reason?: DashboardError): Promise<void> => {
    cancelTimer?.();
    grant = undefined;
    await service.forget();
    enter(reason ? { kind: 'signed-out', reason } : { kind: 'signed-out' });
  };

  const planRenewal = (delay?: number): void => {
    cancelTimer?.();
    if (!grant) return;
    const life = grant.expiresAt - clock.now();
    const wait = delay ?? Math.max(life - renewAheadMs, life / 2, 0);
    cancelTimer = clock.after(wait, () => void renew().catch(() => undefined));
  };

  /** One renewal at a time, whoever asks for it. */
  const renew = (): Promise<Grant> => {
    renewal ??= service
      .renew()
      .then(admit, async (cause: unknown) => {
        const error = DashboardError.from(cause);
        const life = (grant?.expiresAt ?? 0) - clock.now();
        if (error.code !== 'session-ended') planRenewal(renewRetryMs);
        else if (life > leastLifeMs) planRenewal(life - leastLifeMs);
        else await end(error);
        throw error;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  const signIn = async (): Promise<void> => {
    enter({ kind: 'leaving' });
    page.storage.removeItem(signedOutKey);
    await service.begin().catch((cause: unknown) => end(DashboardError.from(cause)));
  };

  const finish = async (url: string): Promise<void> => {
    try {
      admit(await service.finish(url));
    } catch (cause) {
      await end(DashboardError.from(cause));
    } finally {
      // The code in the address is used up, and must not be bookmarked or sent on.
      page.replaceUrl('/');
    }
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      const { pathname, searchParams, href } = new URL(page.url());
      if (pathname === signedInPath) {
        if (searchParams.has('code') || searchParams.has('error')) return finish(href);
        page.replaceUrl('/');
      }
      const held = await service.current();
      if (held && held.expiresAt - clock.now() > leastLifeMs) {
        admit(held);
        return undefined;
      }
      if (held) {
        const renewed = await service.renew().catch(() => undefined);
        if (renewed) {
          admit(renewed);
          return undefined;
        }
      }
      if (page.storage.getItem(signedOutKey) !== null) return enter({ kind: 'signed-out' });
      return signIn();
    },
    signIn,
    async signOut() {
      cancelTimer?.();
      page.storage.setItem(signedOutKey, 'yes');
      enter({ kind: 'leaving' });
      if (grant) await parts.endConnections(grant.accessToken);
      // Where the provider cannot be reached, this tab still forgets its tokens.
      await service.end().catch(() => end());
    },
    async accessToken() {
      if (grant && grant.expiresAt - clock.now() > leastLifeMs) return grant.accessToken;
      return (await renew()).accessToken;
    },
    async tokenRefused(reason) {
      if (state.kind !== 'signed-in') return false;
      if (clock.now() - grantedAt < freshMs) {
        await end(new DashboardError('token-refused', reason));
        return false;
      }
      return renew().then(
        () => true,
        async (cause: unknown) => {
          const error = DashboardError.from(cause);
          if (error.code === 'session-ended' && state.kind === 'signed-in') await end(error);
          return false;
        },
      );
    },
    async ended(reason) {
      if (state.kind === 'signed-in') await end(new DashboardError('session-ended', reason));
    },
    stop: () => cancelTimer?.(),
  };
}
