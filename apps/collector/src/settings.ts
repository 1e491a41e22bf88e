import { settingNames } from '@heliograph/contracts';
import { parseStoreAddress } from '@heliograph/metrics-history';
import { parseConnectionString } from '@heliograph/signalr-access';
import { CollectorError } from './collector-error.ts';
import { isLoopbackHost, isLoopbackListener } from './local-caller.ts';

export interface Settings {
  readonly signalRConnection: string;
  readonly historyStore: string;
  readonly listen: ListenAddress;
  readonly source: string;
  /** Folder for frames on their way to the history. Where there is none, they wait in memory only. */
  readonly dataFolder: string | undefined;
  /** Whose tokens let callers in. Absent where it listens on loopback: there they need none. */
  readonly signIn: SignIn | undefined;
}

export interface SignIn {
  /** Issuer of access tokens. */
  readonly authority: string;
  /** Our API as the issuer knows it. */
  readonly audience: string;
  /** Claim with the user id, by which the backend notes whose session was ended. */
  readonly userIdClaim: string;
  /** Claim with the roles. */
  readonly rolesClaim: string;
}

export interface ListenAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const defaultListen = '127.0.0.1:4318';
const defaultUserIdClaim = 'sub';
const defaultRolesClaim = 'roles';

/**
 * Reads the settings from the environment.
 *
 * @throws CollectorError `setting-invalid`, with a sentence on a line of its own for each setting
 *   that is missing or wrong
 */
export function readSettings(environment: Environment, hostName: string): Settings {
  const problems: string[] = [];
  const read: ReadSetting = (name, fallback, parse, missing = 'it is missing') => {
    const text = environment[name]?.trim() || fallback;
    try {
      if (text === undefined) throw new Error(missing);
      return parse(text);
    } catch (reason) {
      problems.push(`${name}: ${reason instanceof Error ? reason.message : String(reason)}`);
      return undefined;
    }
  };

  const signalRConnection = read(settingNames.signalRConnection, undefined, (text) => {
    parseConnectionString(text);
    return text;
  });
  const historyStore = read(settingNames.historyStore, undefined, (text) => {
    parseStoreAddress(text);
    return text;
  });
  const listen = read(settingNames.collectorListen, defaultListen, parseListenAddress);
  const source = read(settingNames.collectorSource, hostName, (text) => {
    if (text.length > 255) throw new Error('it has more than 255 characters');
    return text;
  });
  const signIn = listen && !isLoopbackListener(listen.host) ? readSignIn(read) : undefined;
  if (
    problems.length > 0 ||
    signalRConnection === undefined ||
    historyStore === undefined ||
    listen === undefined ||
    source === undefined
  ) {
    throw new CollectorError('setting-invalid', problems.join('\n'));
  }
  const dataFolder = environment[settingNames.dataFolder]?.trim() || undefined;
  return { signalRConnection, historyStore, listen, source, dataFolder, signIn };
}

/** Notes what is wrong with a setting, and returns `undefined` then. */
type ReadSetting = <T>(
  name: string,
  fallback: string | undefined,
  parse: (text: string) => T,
  missing?: string,
) => T | undefined;

function readSignIn(read: ReadSetting): SignIn | undefined {
  const missing = `it is missing; beyond loopback (${settingNames.collectorListen}) the collector serves those with a token only`;
  const asIs = (text: string): string => text;
  const authority = read(settingNames.oidcAuthority, undefined, parseAuthority, missing);
  const audience = read(settingNames.oidcAudience, undefined, asIs, missing);
  const userIdClaim = read(settingNames.oidcUserIdClaim, defaultUserIdClaim, asIs);
  const rolesClaim = read(settingNames.oidcRolesClaim, defaultRolesClaim, asIs);
  if (
    authority === undefined ||
    audience === undefined ||
    userIdClaim === undefined ||
    rolesClaim === undefined
  ) {
    return undefined;
  }
  return { authority, audience, userIdClaim, rolesClaim };
}

/** Keys that come over plain http could be anybody's, unless they come from this machine. */
function parseAuthority(text: string): string {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!isSafe) throw new Error('it is not an https URL, nor http on this machine');
  return text;
}

/** Reads `host:port`, with a host in brackets when it is an IPv6 address. */
function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:\[([0-9a-f:.%\w]+)\]|([^:[\]\s]+)):(\d{1,5})$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port <= 65_535)) {
    throw new Error(`'${text}' is not host:port, as in ${defaultListen} or [::1]:4318`);
  }
  return { host, port };
}
