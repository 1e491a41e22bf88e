import { UnknownHookError } from './core-error.ts';
import { Disposable } from './disposable.ts';

const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof hookNames)[number];
export type HookCallback = (context: object) => unknown;

export interface Hooks {
  register(name: string, callback: HookCallback): Disposable;
  /** Runs the hooks in the order of their registration, each after the one before. */
  run(name: HookName, context: object): Promise<void>;
  /** Runs hooks that may not wait. */
  runNow(name: HookName, context: object): void;
}

export function createHooks(): Hooks {
  const callbacks = new Map<string, HookCallback[]>(hookNames.map((name) => [name, []]));

  return {
    register(name, callback) {
      const registered = callbacks.get(name);
      if (!registered) throw new UnknownHookError(`Unrecognized hook "${name}"`);
      registered.push(callback);
      return new Disposable(() => {
        const at = registered.indexOf(callback);
        if (at >= 0) registered.splice(at, 1);
      });
    },
    async run(name, context) {
      for (const callback of callbacks.get(name) ?? []) await callback(context);
    },
    runNow(name, context) {
      for (const callback of callbacks.get(name) ?? []) callback(context);
    },
  };
}
