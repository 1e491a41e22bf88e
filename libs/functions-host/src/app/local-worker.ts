import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { Log } from '../log-entry.ts';
import type { FunctionApp } from '../worker/function-app.ts';
import type { LoadedApp } from '../worker/load-app.ts';
import { runInvocation } from '../worker/invocation.ts';
import { describeRegistrations } from '../worker/registrations.ts';
import type { Worker } from './worker.ts';

/** Runs the functions of an app that is loaded in this very process. */
export function createLocalWorker(app: FunctionApp, { streamPort }: LoadedApp, log: Log): Worker {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  return {
    functions: describeRegistrations(app),
    streamPort,
    ended,
    async invoke(request) {
      try {
        return await runInvocation(app, request, ({ level, category, ...line }) => {
          if (level === 'none') return;
          log({ level, source: category === 'system' ? 'host' : 'app', ...line });
        });
      } catch (cause) {
        throw new FunctionsHostError('function-failed', errorText(cause), { cause });
      }
    },
    async stop() {
      resolve('stopped');
      return Promise.resolve();
    },
  };
}
