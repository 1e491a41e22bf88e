import { settingNames } from '@heliograph/contracts';
import type { SignalRConnection } from '@heliograph/signalr-access';
import * as z from 'zod';
import { BackendError } from './backend-error.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { readSignalRConnection } from './signalr-settings.ts';

export interface Settings {
  readonly signalR: SignalRConnection;
  /** Store of history and small state, as `parseStoreAddress` reads it. */
  readonly historyStore: string;
  readonly oidc: {
    readonly authority: string;
    readonly audience: string;
    readonly userIdClaim: string;
    readonly rolesClaim: string;
  };
  /** Base URL of the collector that takes people's metrics. Absent where none does. */
  readonly collectorUrl: string | undefined;
}

/** What is trusted, or gets tokens, is reached in a way that nobody in between can change. */
const safeUrlSchema = z.string().refine((text) => {
  const url = URL.parse(text);
  if (url?.protocol === 'http:') return isLoopbackHost(url.hostname);
  return url?.protocol === 'https:';
}, 'must be an https URL, or http on this machine');

const claimSchema = z.string().min(1, 'must name a claim');

const settingsSchema = z.object({
  [settingNames.historyStore]: z.string().regex(/^[a-z]+:./, 'must look like sqlite:<file>'),
  [settingNames.oidcAuthority]: safeUrlSchema,
  [settingNames.oidcAudience]: z.string().min(1, 'must name the API'),
  [settingNames.oidcUserIdClaim]: claimSchema.default('sub'),
  [settingNames.oidcRolesClaim]: claimSchema.default('roles'),
  [settingNames.collectorUrl]: safeUrlSchema.optional(),
});

/**
 * Reads what the backend has to know, once, when it starts.
 *
 * @throws BackendError `setting-missing` or `setting-invalid` with one sentence that names the
 *   setting and never repeats its value, which may be a secret.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const signalR = readSignalRConnection(environment, settingNames.signalRConnection);
  const read = settingsSchema.safeParse(environment);
  if (!read.success) {
    const [issue] = read.error.issues;
    const name = String(issue?.path[0]);
    if (environment[name] === undefined) {
      throw new BackendError('setting-missing', `The setting ${name} is missing`);
    }
    throw new BackendError('setting-invalid', `The setting ${name} ${issue?.message}`);
  }
  const values = read.data;
  return {
    signalR,
    historyStore: values[settingNames.historyStore],
    oidc: {
      authority: values[settingNames.oidcAuthority],
      audience: values[settingNames.oidcAudience],
      userIdClaim: values[settingNames.oidcUserIdClaim],
      rolesClaim: values[settingNames.oidcRolesClaim],
    },
    collectorUrl: values[settingNames.collectorUrl]?.replace(/\/+$/, ''),
  };
}
