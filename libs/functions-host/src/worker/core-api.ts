import { CoreError } from './core-error.ts';
import type {
  CoreFunctionMetadata,
  CoreLogCategory,
  CoreLogLevel,
  FunctionCallback,
  ProgrammingModel,
} from './core-types.ts';
import { Disposable } from './disposable.ts';
import type { FunctionApp } from './function-app.ts';
import type { HookCallback } from './hooks.ts';

/** Not below what `@azure/functions` asks of a worker and a host before it offers its features. */
const workerVersion = '3.10.1';
const hostVersion = '4.1037.0';

export type CoreLog = (level: CoreLogLevel, category: CoreLogCategory, message: string) => void;

/** The module `@azure/functions-core`, which a worker gives to the app it runs. */
export interface CoreApi {
  readonly version: string;
  readonly hostVersion: string;
  readonly Disposable: typeof Disposable;
  readonly log: CoreLog;
  registerFunction(metadata: CoreFunctionMetadata, callback: FunctionCallback): Disposable;
  registerHook(name: string, callback: HookCallback): Disposable;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel;
}

export function createCoreApi(app: FunctionApp, log: CoreLog): CoreApi {
  return {
    version: workerVersion,
    hostVersion,
    Disposable,
    log,
    registerFunction: (metadata, callback) => app.register(metadata, callback),
    registerHook: (name, callback) => app.hooks.register(name, callback),
    setProgrammingModel(model) {
      app.model = model;
    },
    getProgrammingModel() {
      if (!app.model) throw new CoreError('The app has not loaded a programming model.');
      return app.model;
    },
  };
}
