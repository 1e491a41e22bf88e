import { resolve } from 'node:path';
import { styleText } from 'node:util';
import type { Paint } from './event-lines.ts';
import { runHost } from './run-host.ts';

const root = resolve(import.meta.dirname, '../../..');

const styles = { plain: 'reset', good: 'green', bad: 'red', dim: 'dim' } as const;
// styleText itself knows terminals from files and heeds NO_COLOR and FORCE_COLOR.
const paint: Paint = (tone, text) =>
  tone === 'plain' ? text : styleText(styles[tone], text, { stream: process.stdout });

// A terminal or pipe that went away must not take the orderly stop with it.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

process.exit(await runHost({ root, process, paint }));
