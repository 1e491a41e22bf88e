import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorText } from '../error-text.ts';
import { CoreError } from './core-error.ts';
import { findEntryFiles, readEntryPattern } from './entry-files.ts';
import type { FunctionApp } from './function-app.ts';
import { createHookContext } from './hook-context.ts';

/** What a worker tells a host that it can do. The programming model may change its own copy. */
const capabilities: Readonly<Record<string, string>> = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  TypedDataCollection: 'true',
};

/** Loads the files that the app's package.json names. @throws CoreError naming the one that fails */
export async function loadEntryFiles(folder: string): Promise<void> {
  for (const file of findEntryFiles(folder, readEntryPattern(folder))) {
    try {
      await import(pathToFileURL(file).href);
    } catch (reason) {
      throw new CoreError(`${relative(folder, file)} could not be loaded: ${errorText(reason)}`, {
        cause: reason,
      });
    }
  }
}

/** Runs the app's start hooks and closes the registration. */
export async function finishLoading(app: FunctionApp, folder: string): Promise<void> {
  await app.hooks.run(
    'appStart',
    createHookContext(app.appLevelHookData, app.appHookData, { functionAppDirectory: folder }),
  );
  const offered = await app.model?.getCapabilities?.({ ...capabilities });
  if (offered !== null && typeof offered === 'object' && 'HttpUri' in offered) {
    throw new CoreError(
      'The app sets enableHttpStream, which opens a server of its own; this host does not offer it',
    );
  }
  app.lock();
}
