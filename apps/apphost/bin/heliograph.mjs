// Plain JavaScript of any age: whatever Node starts this must be able to say what is wrong.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const neededNode = 24;
const runningNode = Number(process.versions.node.split('.')[0]);
const installed = fileURLToPath(
  new URL('../../../node_modules/.package-lock.json', import.meta.url),
);

if (!existsSync(installed)) {
  refuse('The packages that Heliograph needs are not installed. Run "npm ci", then "npm start".');
} else if (runningNode < neededNode) {
  refuse(
    `Heliograph needs Node ${neededNode}, which comes with "npm ci"; this is Node ${runningNode}. ` +
      'Run "npm ci" and start with "npm start".',
  );
} else {
  import('../src/main.ts');
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
