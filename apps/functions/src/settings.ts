import { settingNames } from '@heliograph/contracts';
import { parseConnectionString, type SignalRConnection } from '@heliograph/signalr-access';
import * as z from 'zod';
import { BackendError } from './backend-error.ts';

export interface Settings {
  readonly signalR: SignalRConnection;
  /** Store of history and small state, `sqlite:<file>`. */
  readonly historyStore: string;
  readonly oidc: {
    readonly authority: string;
    readonly audience: string;
    readonly userIdClaim: string;
    readonly rolesClaim: string;
  };
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

const authoritySchema = z.string().refine((text) => {
  const url = URL.parse(text);
  if (url?.protocol === 'http:') return loopbackHosts.includes(url.hostname);
  return url?.protocol === 'https:';
}, 'must be an https URL, or http on this machine');

const claimSchema = z.string().min(1, 'must name a claim');

const settingsSchema = z.object({
  [settingNames.signalRConnection]: z.string(),
  [settingNames.historyStore]: z.string().regex(/^[a-z]+:./, 'must look like sqlite:<file>'),
  [settingNames.oidcAuthority]: authoritySchema,
  [settingNames.oidcAudience]: z.string().min(1, 'must name the API'),
  [settingNames.oidcUserIdClaim]: claimSchema.default('sub'),
  [settingNames.oidcRolesClaim]: claimSchema.default('roles'),
});

/**
 * Reads what the backend has to know, once, when it starts.
 *
 * @throws BackendError `setting-missing` or `setting-invalid` with one sentence that names the
 *   setting and never repeats its value, which may be a secret.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
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
    signalR: readConnection(values[settingNames.signalRConnection]),
    historyStore: values[settingNames.historyStore],
    oidc: {
      authority: values[settingNames.oidcAuthority],
      audience: values[settingNames.oidcAudience],
      userIdClaim: values[settingNames.oidcUserIdClaim],
      rolesClaim: values[settingNames.oidcRolesClaim],
    },
  };
}

function readConnection(text: string): SignalRConnection {
  try {
    return parseConnectionString(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'cannot be read';
    const message = `The setting ${settingNames.signalRConnection} is invalid: ${reason}`;
    throw new BackendError('setting-invalid', message, { cause });
  }
}
