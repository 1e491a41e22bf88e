import { registerHooks } from 'node:module';

export interface Registration {
  readonly name: string;
  readonly bindings: Readonly<Record<string, unknown>>;
}

const moduleName = '@azure/functions-core';
const moduleUrl = 'recorded:functions-core';
const slot = Symbol.for(moduleUrl);
const registrations: Registration[] = [];

/**
 * Stands in for the module that a host's worker provides, and keeps what is registered. To be called
 * before the first `app.*`: `@azure/functions` asks for the module once and remembers the answer.
 */
export function recordRegistrations(): void {
  Reflect.set(globalThis, slot, {
    version: '3.10.1',
    hostVersion: '4.1037.0',
    setProgrammingModel: () => undefined,
    registerFunction: (metadata: Registration) => registrations.push(structuredClone(metadata)),
  });
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      specifier === moduleName
        ? { url: moduleUrl, format: 'commonjs', shortCircuit: true }
        : nextResolve(specifier, context),
    load: (url, context, nextLoad) =>
      url === moduleUrl
        ? {
            format: 'commonjs',
            source: `module.exports = globalThis[Symbol.for('${moduleUrl}')];`,
            shortCircuit: true,
          }
        : nextLoad(url, context),
  });
}

/** What `register` makes known to the host. */
export function registeredBy(register: () => void): Registration[] {
  registrations.length = 0;
  register();
  return [...registrations];
}
