import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nodeBundle } from '../../esbuild.base.mjs';

const { name, version, description } = createRequire(import.meta.url)('./package.json');
const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');

await rm(dist, { recursive: true, force: true });
await build({
  ...nodeBundle,
  absWorkingDir: folder,
  entryPoints: ['src/main.ts'],
  outdir: dist,
  target: 'node22',
  // What the settings do not ask for (a store, an exporter, an identity) is in files of its own.
  chunkNames: 'chunks/[name]-[hash]',
  external: ['@azure/functions-core'],
  // Function apps are read by people when something goes wrong, and are not downloaded by browsers.
  minify: false,
  sourcemap: 'linked',
});
await cp(`${folder}host.json`, `${dist}/host.json`);
const manifest = { name, version, private: true, description, type: 'module', main: 'main.js' };
await writeFile(`${dist}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
