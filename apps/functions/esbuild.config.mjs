import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const { name, version, description } = createRequire(import.meta.url)('./package.json');
const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');

await rm(dist, { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: ['src/main.ts'],
  outfile: `${dist}/main.js`,
  bundle: true,
  platform: 'node',
  target: 'node22',
  // The host's worker provides this module, and hands it to `require` only.
  format: 'cjs',
  external: ['@azure/functions-core'],
  // Function apps are read by people when something goes wrong, and are not downloaded by browsers.
  minify: false,
  sourcemap: 'linked',
  logLevel: 'warning',
});
await cp(`${folder}host.json`, `${dist}/host.json`);
await writeFile(
  `${dist}/package.json`,
  `${JSON.stringify({ name, version, private: true, description, main: 'main.js' }, null, 2)}\n`,
);
