// The declarations of a package that holds several projects: each of them in a folder of its own,
// with imports between them that a package can follow.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const imports = /(from\s+|import\()(['"])(@heliograph\/[\w-]+|\.{1,2}\/[^'"]+)\2/g;

/**
 * Writes what `entry` declares, and everything that its declarations need, under `out`.
 *
 * @param {string} root Folder that holds all projects.
 * @returns {Promise<string>} Path of the entry's declarations, relative to `out`.
 */
export async function writeDeclarations(entry, root, out) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(dirname(entry), '../tsconfig.json'),
    { declaration: true, emitDeclarationOnly: true, composite: false, incremental: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => fail([problem]) },
  );
  const program = ts.createProgram([entry], {
    ...config.options,
    rootDir: root,
    // As links in `node_modules` they would be others' packages, of which nothing is emitted.
    paths: { '@heliograph/signalr-*': [join(root, '*/src/index.ts')] },
  });
  const emitted = new Map();
  const { diagnostics } = program.emit(
    undefined,
    (_path, text, _bom, _error, [source]) => emitted.set(source.fileName, text),
    undefined,
    true,
  );
  if (diagnostics.length > 0) fail(diagnostics);

  const place = (file) => relative(root, file).replaceAll('\\', '/').replace(/\.ts$/, '.d.ts');
  const written = new Set();

  async function write(file) {
    if (written.has(file)) return;
    written.add(file);
    const needed = [];
    const text = emitted.get(file).replaceAll(imports, (_, before, quote, specifier) => {
      const { resolvedModule } = ts.resolveModuleName(
        specifier,
        file,
        program.getCompilerOptions(),
        ts.sys,
      );
      if (resolvedModule === undefined) throw new Error(`${specifier} of ${file} is nowhere`);
      needed.push(resolvedModule.resolvedFileName);
      const to = relative(dirname(place(file)), place(resolvedModule.resolvedFileName));
      const path = to.replaceAll('\\', '/').replace(/\.d\.ts$/, '.js');
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    });
    await mkdir(dirname(join(out, place(file))), { recursive: true });
    await writeFile(join(out, place(file)), text);
    await Promise.all(needed.map(write));
  }

  await write(entry);
  return place(entry);
}

function fail(diagnostics) {
  throw new Error(
    ts.formatDiagnostics(diagnostics, {
      getCurrentDirectory: () => process.cwd(),
      getCanonicalFileName: (name) => name,
      getNewLine: () => '\n',
    }),
  );
}
