import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorText } from '../error-text.ts';
import { CoreError } from './core-error.ts';
import { findEntryFiles, readEntryPattern } from './entry-files.ts';
import type { FunctionApp } from './function-app.ts';
import { createHookContext } from './hook-context.ts';
import { openStreamServer } from './stream-server.ts';

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

export interface LoadedApp {
  /** Where the app takes HTTP requests itself, because it has set `enableHttpStream`. */
  readonly streamPort: number | undefined;
}

/** Runs the app's start hooks and closes the registration. */
export async function finishLoading(app: FunctionApp, folder: string): Promise<LoadedApp> {
  await app.hooks.run(
    'appStart',
    createHookContext(app.appLevelHookData, app.appHookData, { functionAppDirectory: folder }),
  );
  const offered = await openStreamServer(
    async () => app.model?.getCapabilities?.({ ...capabilities }),
    app.answers.add,
  );
  app.lock();
  return { streamPort: readPort(offered) };
}

function readPort(offered: unknown): number | undefined {
  const { HttpUri: uri }: Record<string, unknown> = Object(offered);
  return typeof uri === 'string' && URL.canParse(uri) ? Number(new URL(uri).port) : undefined;
}
