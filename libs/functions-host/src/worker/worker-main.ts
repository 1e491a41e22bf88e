/**
 * The worker: a process that holds one generation of an app's code. It does what the host says over
 * the channel and ends with it.
 */
import { fileURLToPath } from 'node:url';
import { errorText } from '../error-text.ts';
import type { HostMessage, WorkerMessage } from '../rpc/worker-messages.ts';
import { createCoreApi } from './core-api.ts';
import type { CoreLogLevel } from './core-types.ts';
import { createFunctionApp, type FunctionApp } from './function-app.ts';
import { createHookContext } from './hook-context.ts';
import { runInvocation } from './invocation.ts';
import { finishLoading, loadEntryFiles } from './load-app.ts';
import { provideCoreModule } from './provide-core-module.ts';
import { describeRegistrations } from './registrations.ts';

const app = createFunctionApp();
const loadedFiles: string[] = [];

const core = createCoreApi(app, (level, category, message) => {
  sendLog(level, { category, message });
});
provideCoreModule(core, (url) => {
  if (url.startsWith('file:')) loadedFiles.push(fileURLToPath(url));
});

process.on('message', (message: HostMessage) => {
  switch (message.type) {
    case 'load':
      void load(app, message.folder);
      break;
    case 'invoke':
      void invoke(app, message.request);
      break;
    case 'terminate':
      void terminate(app);
      break;
  }
});
// Without its host a worker has no purpose, however the host ended.
process.on('disconnect', () => process.exit(0));
// A terminal sends these to the whole process group; the host decides when the worker ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

async function load(into: FunctionApp, folder: string): Promise<void> {
  try {
    await loadEntryFiles(folder);
    const { streamPort } = await finishLoading(into, folder);
    reportFiles();
    send({ type: 'loaded', functions: describeRegistrations(into), streamPort });
  } catch (reason) {
    reportFiles();
    send({ type: 'load-failed', message: errorText(reason), ...stackOf(reason) });
  }
}

async function invoke(
  within: FunctionApp,
  request: Extract<HostMessage, { type: 'invoke' }>['request'],
): Promise<void> {
  const { invocationId } = request;
  try {
    const response = await runInvocation(within, request, ({ level, ...line }) => {
      sendLog(level, line);
    });
    reportFiles();
    const { outputData, returnValue } = response;
    send({ type: 'response', invocationId, response: { outputData, returnValue } });
  } catch (reason) {
    send({ type: 'failure', invocationId, message: errorText(reason), ...stackOf(reason) });
  }
}

async function terminate(ending: FunctionApp): Promise<void> {
  try {
    await ending.hooks.run(
      'appTerminate',
      createHookContext(ending.appLevelHookData, ending.appHookData, {}),
    );
  } catch (reason) {
    sendLog('error', { category: 'system', message: `appTerminate failed: ${errorText(reason)}` });
  } finally {
    process.disconnect();
  }
}

function sendLog(
  level: CoreLogLevel,
  line: Omit<Extract<WorkerMessage, { type: 'log' }>, 'type' | 'level'>,
): void {
  if (level !== 'none') send({ type: 'log', level, ...line });
}

function reportFiles(): void {
  if (loadedFiles.length > 0) send({ type: 'files', files: loadedFiles.splice(0) });
}

function send(message: WorkerMessage): void {
  // The host may be gone already; 'disconnect' then ends this process.
  if (process.connected) process.send?.(message);
}

function stackOf(reason: unknown): { stack?: string } {
  const cause = reason instanceof Error && reason.cause instanceof Error ? reason.cause : reason;
  return cause instanceof Error && cause.stack !== undefined ? { stack: cause.stack } : {};
}
