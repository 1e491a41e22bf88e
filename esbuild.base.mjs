// Packages in CommonJS ask for these, which an ES module does not have. It is also by this `require`
// that a function app's worker hands over its module. A package may declare them itself, hence `var`.
const commonJsNames = `
import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as pathOfBundle } from 'node:url';
var require = createRequireOfBundle(import.meta.url);
var __filename = pathOfBundle(import.meta.url);
var __dirname = dirnameOfBundle(__filename);`;

/** How every bundle for Node is made; a project's own file says only what differs. */
export const nodeBundle = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  // A package in CommonJS that is loaded on demand has no names; where there is a choice, ES modules.
  mainFields: ['module', 'main'],
  // What is imported on demand stays in files of its own, which a start neither reads nor compiles.
  splitting: true,
  banner: { js: commonJsNames },
  logLevel: 'warning',
};
