import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nodeBundle } from '../../esbuild.base.mjs';

const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');

// Chunks are named after what is in them, so old ones would stay.
await rm(dist, { recursive: true, force: true });
await build({
  ...nodeBundle,
  entryPoints: ['src/main.ts'],
  absWorkingDir: folder,
  outdir: dist,
  target: 'node24',
  minifySyntax: true,
  sourcemap: true,
  legalComments: 'linked',
  // Asked for by `systeminformation` on Macs that have it installed.
  external: ['osx-temperature-sensor'],
});
await writeFile(`${dist}/package.json`, `${JSON.stringify({ type: 'module', main: 'main.js' })}\n`);
