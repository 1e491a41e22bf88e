import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');

// Packages in CommonJS ask for these, which an ES module does not have.
const commonJsNames = `
import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as pathOfBundle } from 'node:url';
var require = createRequireOfBundle(import.meta.url);
var __filename = pathOfBundle(import.meta.url);
var __dirname = dirnameOfBundle(__filename);`;

// Chunks are named after what is in them, so old ones would stay.
await rm(dist, { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  absWorkingDir: folder,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // A package in CommonJS that is loaded on demand has no names; where there is a choice, ES modules.
  mainFields: ['module', 'main'],
  // What only other systems need stays in a file of its own that Linux never loads.
  splitting: true,
  minifySyntax: true,
  sourcemap: true,
  legalComments: 'linked',
  banner: { js: commonJsNames },
  // Asked for by `systeminformation` on Macs that have it installed.
  external: ['osx-temperature-sensor'],
  logLevel: 'warning',
});
await writeFile(`${dist}/package.json`, `${JSON.stringify({ type: 'module', main: 'main.js' })}\n`);
