import { setTimeout as sleep } from 'node:timers/promises';

/** Far longer than anything here takes; it only turns a hang into a message. */
const patience = 60_000;

/** Resolves with the first answer that is neither `undefined` nor `false`. */
export async function waitUntil<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  context: () => string = () => '',
): Promise<T> {
  const giveUpAt = Date.now() + patience;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain for ${what}\n${context()}`.trim());
    await sleep(50);
  }
}
