// Makes a package of the command line and of `startSignalR` that needs nothing but Node.
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { nodeBundle } from '../../esbuild.base.mjs';
import { writeDeclarations } from './declarations.mjs';
import { oldestNode } from './src/node-version.ts';

const folder = fileURLToPath(new URL('./', import.meta.url));
const dist = resolve(folder, process.argv[2] ?? 'dist');
const { version, description, license } = createRequire(import.meta.url)('./package.json');

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  ...nodeBundle,
  absWorkingDir: folder,
  entryPoints: {
    'signalr-emulator': 'src/main.ts',
    index: '../../libs/signalr/emulator/src/index.ts',
  },
  outdir: dist,
  target: 'node22',
  // Shows where something went wrong to whoever embeds the service in a test.
  minify: false,
  legalComments: 'eof',
  metafile: true,
});

const types = await writeDeclarations(
  resolve(folder, '../../libs/signalr/emulator/src/index.ts'),
  resolve(folder, '../../libs/signalr'),
  `${dist}/types`,
);

const command = `${dist}/signalr-emulator.js`;
await chmod(command, 0o755);
await cp(resolve(folder, '../../LICENSE'), `${dist}/LICENSE`);
await writePage('README.md', 'README.md', (target) =>
  target.endsWith('libs/signalr/emulator/README.md') ? 'SERVICE.md' : undefined,
);
await writePage('../../libs/signalr/emulator/README.md', 'SERVICE.md', (target) => {
  const [, project, path] = /^(?:\.\.\/(connections)\/)?(src\/.+)\.ts$/.exec(target) ?? [];
  if (path !== undefined) return `types/${project ?? 'emulator'}/${path}.d.ts`;
  return target.endsWith('apps/signalr-emulator/README.md') ? 'README.md' : undefined;
});
await writeFile(`${dist}/THIRD-PARTY-LICENSES`, await thirdPartyLicenses());
await writeFile(
  `${dist}/package.json`,
  `${JSON.stringify(
    {
      name: '@heliograph/signalr-emulator',
      version,
      description,
      license,
      type: 'module',
      engines: { node: `>=${oldestNode}` },
      bin: { 'signalr-emulator': 'signalr-emulator.js' },
      exports: { '.': { types: `./types/${types}`, default: './index.js' } },
    },
    null,
    2,
  )}\n`,
);

/** A page whose links lead to what the package has; where they would lead out of it, their text stays. */
async function writePage(from, to, placeOf) {
  const page = await readFile(resolve(folder, from), 'utf8');
  const text = page.replaceAll(/\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g, (_, label, target) => {
    const place = placeOf(target);
    return place === undefined ? label : `[${label}](${place})`;
  });
  await writeFile(`${dist}/${to}`, text);
}

/** The bundle holds others' code, whose licenses ask to travel with it. */
async function thirdPartyLicenses() {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap((path) => {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
      return found === null ? [] : [resolve(folder, found[1])];
    }),
  );
  const texts = [];
  for (const path of [...packages].sort()) {
    const { name, version: its } = JSON.parse(await readFile(`${path}/package.json`, 'utf8'));
    const file = (await readdir(path)).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} comes without a license text`);
    texts.push(`${name} ${its}\n\n${await readFile(`${path}/${file}`, 'utf8')}`);
  }
  return texts.join('\n\n');
}
