import { ConsoleError, createConsoleClient } from '@heliograph/app-model-console';
import { ApphostError } from './apphost-error.ts';
import type { ControlCommand } from './command-line.ts';
import { readConsoleFile, type ConsoleEntry } from './console-file.ts';
import type { Paint } from './event-lines.ts';
import { openBrowser } from './open-browser.ts';
import { logText, statusTable } from './status-table.ts';

/**
 * Carries out a command on a platform that runs. Resolves with the exit code.
 * @throws ApphostError `platform-not-running`, `refused`
 */
export async function controlPlatform(
  command: ControlCommand,
  process: NodeJS.Process,
  paint: Paint,
): Promise<number> {
  const { dataFolder } = command;
  const entry = readConsoleFile(dataFolder);
  const gone = (cause?: unknown): ApphostError =>
    new ApphostError(
      'platform-not-running',
      `No platform runs with its data in ${dataFolder}; name another with --port-base or --data, or start it.`,
      { cause },
    );
  if (!entry) throw gone();
  try {
    await carryOut(command, entry, process, paint);
    return 0;
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    // The file of a platform that was killed is still there, and its token is worth nothing any more.
    if (error.code === 'unreachable' || error.code === 'unauthorized') throw gone(error);
    throw new ApphostError('refused', `${error.message}.`, { cause: error });
  }
}

async function carryOut(
  command: ControlCommand,
  { url, token }: ConsoleEntry,
  process: NodeJS.Process,
  paint: Paint,
): Promise<void> {
  const client = createConsoleClient({ url, credential: token });
  const say = (lines: readonly string[]): void =>
    void process.stdout.write(lines.map((line) => `${line}\n`).join(''));

  switch (command.name) {
    case 'status': {
      const resources = await client.resources();
      say(command.json ? [JSON.stringify(resources, null, 2)] : statusTable(resources, paint));
      return;
    }
    case 'act': {
      say(statusTable([await client.act(command.part, command.action)], paint));
      return;
    }
    case 'logs': {
      const { part, tail, follow } = command;
      const wanted = { resource: part, tail };
      const show = (lines: Parameters<typeof logText>[0]): void =>
        say(logText(lines, part === undefined, paint));
      if (!follow) {
        show(await client.lines(wanted));
        return;
      }
      const leave = new AbortController();
      // Whoever reads our output may have seen enough.
      process.stdout.once('error', () => leave.abort());
      await client.followLines(wanted, show, leave.signal);
      return;
    }
    case 'console': {
      const { code, expiresIn } = await client.loginCode();
      const { platform, env, stdout } = process;
      // The address that is opened has the code in its fragment. It is not printed: a terminal's text
      // gets around, and an address with a credential in it is one that people pass on.
      if (command.open) {
        openBrowser(`${url}/#code=${code}`, { platform, env, isTerminal: stdout.isTTY });
      }
      say([
        `Console: ${url}`,
        `Code: ${code} (if the page asks; it is good once, for ${expiresIn / 60} minutes)`,
      ]);
      return;
    }
  }
}
