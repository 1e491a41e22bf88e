/**
 * Makes `@azure/functions-core` resolvable for whatever the app loads, by `require` and by `import`.
 * `@azure/functions` asks for it lazily and remembers when it is missing: install this first.
 */
import { registerHooks } from 'node:module';
import type { CoreApi } from './core-api.ts';

const moduleName = '@azure/functions-core';
const moduleUrl = 'heliograph:functions-core';
/** The module's source reaches the object through this key: code text cannot close over it. */
const slot = Symbol.for(moduleUrl);

/** Returns an undo. `onLoad` learns the URL of every other module that is loaded from now on. */
export function provideCoreModule(core: CoreApi, onLoad: (url: string) => void): () => void {
  Reflect.set(globalThis, slot, core);
  // Written out so that the names can be imported from an ES module too.
  const names = Object.keys(core).map((name) => `exports.${name} = core.${name};`);
  const source = `const core = globalThis[Symbol.for('${moduleUrl}')];\n${names.join('\n')}`;
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) =>
      specifier === moduleName
        ? { url: moduleUrl, format: 'commonjs', shortCircuit: true }
        : nextResolve(specifier, context),
    load(url, context, nextLoad) {
      if (url === moduleUrl) return { format: 'commonjs', source, shortCircuit: true };
      onLoad(url);
      return nextLoad(url, context);
    },
  });
  return () => {
    hooks.deregister();
    Reflect.deleteProperty(globalThis, slot);
  };
}
