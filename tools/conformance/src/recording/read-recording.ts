import { readFileSync } from 'node:fs';

/**
 * One recording of `golden/`: what Microsoft's own parts were seen to do, one exchange a line.
 *
 * @typeParam Exchange What a line of this file is; the files are ours, so nothing checks it again.
 */
export function readRecording<Exchange>(name: string): readonly Exchange[] {
  return readFileSync(new URL(`../../golden/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange);
}
