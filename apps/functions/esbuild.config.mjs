import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { name, version, description } = createRequire(import.meta.url)('./package.json');
const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');

// Packages in CommonJS ask for these, which an ES module does not have. It is also by this `require`
// that the host's worker hands over its module. A package may declare them itself, hence `var`.
const commonJsNames = `
import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as pathOfBundle } from 'node:url';
var require = createRequireOfBundle(import.meta.url);
var __filename = pathOfBundle(import.meta.url);
var __dirname = dirnameOfBundle(__filename);`;

await rm(dist, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: ['src/main.ts'],
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // A package in CommonJS that is loaded on demand has no names; where there is a choice, ES modules.
  mainFields: ['module', 'main'],
  // What the settings do not ask for (a store, an exporter, an identity) stays in files of its own,
  // which a cold start neither reads nor compiles.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external: ['@azure/functions-core'],
  banner: { js: commonJsNames },
  // Function apps are read by people when something goes wrong, and are not downloaded by browsers.
  minify: false,
  sourcemap: 'linked',
  logLevel: 'warning',
});
await cp(`${folder}host.json`, `${dist}/host.json`);
const manifest = { name, version, private: true, description, type: 'module', main: 'main.js' };
await writeFile(`${dist}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
