import type { LiveHub } from '@heliograph/contracts';
import { liveHub, settingNames } from '@heliograph/contracts';
import {
  createServerlessHub,
  type HubAction,
  type HubActions,
  type ServerlessHub,
} from '@heliograph/signalr-serverless';
import { BackendError } from './backend-error.ts';
import type { Caller } from './caller.ts';
import type { LiveAccess } from './live-access.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Refusals } from './refusals.ts';

export type Live = ServerlessHub<LiveHub, Caller>;
export type LiveAction = HubAction<LiveHub>;
export type LiveActions = HubActions<LiveHub>;

export interface LiveOptions {
  readonly access: Pick<LiveAccess, 'identify'>;
  readonly messageLimit: RateLimit;
  readonly refusals: Refusals;
}

/** The live hub with our rules: who callers are, how much they may send, what becomes of refusals. */
export function createLive({ access, messageLimit, refusals }: LiveOptions): Live {
  return createServerlessHub<LiveHub, Caller>({
    hub: liveHub,
    connectionStringSetting: settingNames.signalRConnection,
    policy: {
      identify: (user) => access.identify(user),
      admit({ userId }) {
        if (messageLimit.take(userId)) return;
        throw new BackendError('rate-exceeded', 'Too many messages: wait a minute');
      },
      isRefusal: (reason) => reason instanceof BackendError,
      onRefusal: ({ where, code, caller }, context) =>
        context.warn(refusals.record({ where, code, who: caller?.userId })),
    },
  });
}
