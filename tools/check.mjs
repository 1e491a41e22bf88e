// `npm test`: everything that must hold before a change lands, in the order in which it fails fastest.
// Plain JavaScript, because it has to say what is wrong when the workspace is not installed yet.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (
  !fs.existsSync(join(root, 'node_modules/nx')) ||
  Number(process.versions.node.split('.')[0]) < 24
) {
  console.error(
    `Heliograph's tests need Node 24 and its packages, which "npm ci" brings along; this is Node ${process.versions.node}. Run "npm ci" first, then "npm test".`,
  );
  process.exit(1);
}

const steps = [
  ['project references are in step', 'nx', 'sync:check'],
  ['formatting', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['lint, types, tests, bundles', 'nx', 'run-many', '-t', 'lint', 'typecheck', 'test', 'build'],
  ['the whole platform, in a browser', 'nx', 'run-many', '-t', 'e2e'],
];

for (const file of resultFiles()) fs.rmSync(join(root, file)); // Nx restores what is still true

let running;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    running?.kill(signal);
    process.exitCode = 130;
  });
}

for (const [title, command, ...args] of steps) {
  console.log(`\n» ${title}`);
  const startedAt = performance.now();
  const code = await run(command, args);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (code !== 0) {
    console.error(`\n✗ ${title}: failed after ${seconds} s (${command} ${args.join(' ')})`);
    if (title.startsWith('project'))
      console.error('  Run "npx nx sync" and commit what it changes.');
    if (title.startsWith('format'))
      console.error('  Run "npm run format" and commit what it changes.');
    summarize();
    process.exit(process.exitCode || 1);
  }
  console.log(`✓ ${title} (${seconds} s)`);
}
process.exitCode = summarize() ? 0 : 1;

function run(command, args) {
  return new Promise((resolve) => {
    running = spawn(join(root, 'node_modules/.bin', command), args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    });
    running.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    running.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

function resultFiles() {
  return fs.globSync('{apps,libs,tools}/**/out-test/results.json', {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  });
}

/** Adds up what every project's test run left behind (also when Nx restored it from its cache). */
function summarize() {
  let passed = 0;
  let failed = 0;
  for (const file of resultFiles()) {
    const results = JSON.parse(fs.readFileSync(join(root, file), 'utf8'));
    passed += results.numPassedTests;
    failed += results.numFailedTests;
  }
  console.log(`\nTests: ${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}
