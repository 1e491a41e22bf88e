import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { FunctionsHostError } from '../functions-host-error.ts';
import { checkCorsPolicy, type CorsPolicy } from '../http/cors.ts';
import { createAppSettings, type AppSettings } from '../settings/app-settings.ts';
import { parseHostJson, type HostConfiguration } from '../settings/host-json.ts';
import { parseLocalSettings, type LocalSettings } from '../settings/local-settings.ts';

const mainSchema = z.looseObject({ main: z.string() });

/** The files whose change means a new configuration. */
export const configurationFiles = ['host.json', 'local.settings.json', 'package.json'] as const;

/** Everything about an app but its code. */
export interface AppConfiguration {
  readonly folder: string;
  readonly host: HostConfiguration;
  readonly settings: AppSettings;
  readonly cors?: CorsPolicy;
  /** The longest body that a request may have. */
  readonly maxBodyBytes: number;
  /** What local.settings.json asks for. */
  readonly port?: number;
  /** The `main` of package.json. Absent when there is none, which loading the app complains about. */
  readonly entryPattern?: string;
}

/**
 * Reads the configuration of the app in `folder`.
 *
 * @throws FunctionsHostError `folder-invalid`, `host-json-invalid`, `settings-invalid`
 */
export async function readAppConfiguration(
  folder: string,
  env: NodeJS.ProcessEnv,
  cors?: CorsPolicy,
): Promise<AppConfiguration> {
  if (!(await isFolder(folder))) {
    throw new FunctionsHostError('folder-invalid', `There is no folder ${folder}`);
  }
  const hostJson = await readIfThere(join(folder, 'host.json'));
  if (hostJson === undefined) {
    throw new FunctionsHostError('host-json-invalid', `There is no host.json in ${folder}`);
  }
  const localText = await readIfThere(join(folder, 'local.settings.json'));
  const local: LocalSettings =
    localText === undefined ? { values: {} } : parseLocalSettings(localText);
  const settings = createAppSettings(
    { AZURE_FUNCTIONS_ENVIRONMENT: 'Development', ...local.values },
    env,
  );
  const runtime = settings.get('FUNCTIONS_WORKER_RUNTIME');
  if (runtime !== undefined && runtime !== 'node') {
    throw new FunctionsHostError(
      'settings-invalid',
      `FUNCTIONS_WORKER_RUNTIME is "${runtime}"; this host runs node apps only`,
    );
  }
  const policy = cors ?? local.cors;
  return {
    folder,
    host: parseHostJson(hostJson),
    settings,
    maxBodyBytes: readBodyLimit(settings),
    ...(policy !== undefined && { cors: checkCorsPolicy(policy) }),
    ...(local.port !== undefined && { port: local.port }),
    ...(await readEntry(folder)),
  };
}

/** Azure's own limit where the setting says nothing. */
const defaultBodyBytes = 100 * 1024 * 1024;

function readBodyLimit(settings: AppSettings): number {
  const name = 'FUNCTIONS_REQUEST_BODY_SIZE_LIMIT';
  const bytes = Number(settings.get(name) ?? defaultBodyBytes);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new FunctionsHostError('settings-invalid', `${name} is not a number of bytes`);
}

async function readEntry(folder: string): Promise<{ entryPattern?: string }> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    return { entryPattern: mainSchema.parse(JSON.parse(text)).main };
  } catch {
    return {};
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw reason;
  }
}
