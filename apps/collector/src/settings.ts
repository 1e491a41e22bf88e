import { settingNames } from '@heliograph/contracts';
import { parseStoreAddress } from '@heliograph/metrics-history';
import { parseConnectionString } from '@heliograph/signalr-access';
import { CollectorError } from './collector-error.ts';

export interface Settings {
  readonly signalRConnection: string;
  readonly historyStore: string;
  readonly listen: ListenAddress;
  readonly source: string;
}

export interface ListenAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const defaultListen = '127.0.0.1:4318';

/**
 * Reads the settings from the environment.
 *
 * @throws CollectorError `setting-invalid`, with a sentence on a line of its own for each setting
 *   that is missing or wrong
 */
export function readSettings(environment: Environment, hostName: string): Settings {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: string | undefined, parse: (text: string) => T) => {
    const text = environment[name]?.trim() || fallback;
    try {
      if (text === undefined) throw new Error('it is missing');
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
  if (
    signalRConnection === undefined ||
    historyStore === undefined ||
    listen === undefined ||
    source === undefined
  ) {
    throw new CollectorError('setting-invalid', problems.join('\n'));
  }
  return { signalRConnection, historyStore, listen, source };
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
