import { CoreError } from './core-error.ts';
import type { CoreFunctionMetadata, FunctionCallback, ProgrammingModel } from './core-types.ts';
import { Disposable } from './disposable.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { createStreamedAnswers, type StreamedAnswers } from './streamed-answers.ts';

export interface AppFunction {
  readonly metadata: CoreFunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What an app has registered so far. Functions can only be registered until `lock` is called. */
export interface FunctionApp {
  readonly hooks: Hooks;
  /** Shared by all hooks of the app. */
  readonly appHookData: Record<string, unknown>;
  /** Shared by the hooks about the app, as distinct from those about an invocation. */
  readonly appLevelHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  /** Used where the app has set `enableHttpStream`. */
  readonly answers: StreamedAnswers;
  register(metadata: CoreFunctionMetadata, callback: FunctionCallback): Disposable;
  find(functionId: string): AppFunction | undefined;
  functions(): readonly AppFunction[];
  lock(): void;
}

export function createFunctionApp(): FunctionApp {
  const functions = new Map<string, AppFunction>();
  let locked = false;

  return {
    hooks: createHooks(),
    appHookData: {},
    appLevelHookData: {},
    model: undefined,
    answers: createStreamedAnswers(),
    register(metadata, callback) {
      if (locked) throw new CoreError('A function can only be registered during app startup.');
      const id = metadata.functionId ?? metadata.name;
      if (functions.has(id)) {
        throw new CoreError(`A function with id "${id}" has already been registered.`);
      }
      functions.set(id, { metadata, callback });
      return new Disposable(() => {
        if (locked) throw new CoreError('A function can only be disposed during app startup.');
        functions.delete(id);
      });
    },
    find: (functionId) => functions.get(functionId),
    functions: () => [...functions.values()],
    lock() {
      locked = true;
    },
  };
}
