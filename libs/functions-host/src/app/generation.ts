import type {
  FunctionDefinition,
  HttpTrigger,
  TimerTrigger,
} from '../bindings/function-definition.ts';
import { checkRoutes } from '../bindings/check-names.ts';
import { readFunction } from '../bindings/read-function.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import { createRouteTable, type RouteTable } from '../http/route-table.ts';
import { createTriggerTable, type TriggerTable } from '../signalr/trigger-table.ts';
import { startProcessWorker } from './process-worker.ts';
import type { AppConfiguration } from './app-configuration.ts';
import type { Log } from '../log-entry.ts';
import type { Worker } from './worker.ts';

export interface HttpFunction {
  readonly definition: FunctionDefinition;
  readonly trigger: HttpTrigger;
}

export interface TimerFunction {
  readonly definition: FunctionDefinition;
  readonly trigger: TimerTrigger;
}

/** The app as it is at one moment: its code in a worker, its functions and its configuration. */
export interface Generation {
  readonly worker: Worker;
  readonly configuration: AppConfiguration;
  readonly functions: readonly FunctionDefinition[];
  readonly routes: RouteTable<HttpFunction>;
  readonly triggers: TriggerTable;
  readonly timers: readonly TimerFunction[];
}

export interface GenerationOptions {
  readonly configuration: AppConfiguration;
  readonly log: Log;
  readonly onFiles: (files: readonly string[]) => void;
}

/** An app that does not load in this time will not load. */
const loadTimeoutMs = 60_000;

/** Loads the app. @throws FunctionsHostError for whatever makes it unusable; nothing keeps running then. */
export async function startGeneration(options: GenerationOptions): Promise<Generation> {
  const { configuration, log, onFiles } = options;
  const worker = await startProcessWorker({
    folder: configuration.folder,
    env: configuration.settings.environment(),
    nodeArguments: readNodeArguments(configuration),
    log,
    onFiles,
    loadTimeoutMs,
  });
  try {
    const generation = describeApp(worker, configuration);
    for (const message of readNotices(generation)) {
      log({ level: 'warning', source: 'host', message });
    }
    return generation;
  } catch (reason) {
    await worker.stop(0);
    throw reason;
  }
}

/** Understands what the app has registered. @throws FunctionsHostError `function-invalid`, `settings-invalid`, `app-load-failed` */
export function describeApp(worker: Worker, configuration: AppConfiguration): Generation {
  const { settings } = configuration;
  const functions = worker.functions
    .filter(({ name }) => isEnabled(configuration, name))
    .map((registered) => readFunction(registered, settings));
  if (functions.length === 0) {
    throw new FunctionsHostError(
      'app-load-failed',
      `The app in ${configuration.folder} has no functions`,
    );
  }
  checkRoutes(functions);
  const http = functions.flatMap((definition) =>
    definition.trigger.kind === 'http' ? [{ definition, trigger: definition.trigger }] : [],
  );
  return {
    worker,
    configuration,
    functions,
    routes: createRouteTable(
      http.map((target) => ({
        template: target.trigger.template,
        methods: target.trigger.methods,
        target,
      })),
    ),
    triggers: createTriggerTable(functions),
    timers: functions.flatMap((definition) =>
      definition.trigger.kind === 'timer' ? [{ definition, trigger: definition.trigger }] : [],
    ),
  };
}

/** Where Azure's tools put options of Node for the worker, as in `--inspect=9229`. */
const readNodeArguments = ({ settings }: AppConfiguration): string[] =>
  (settings.get('languageWorkers:node:arguments') ?? '').split(/\s+/).filter((part) => part !== '');

/** What the app asks for and does not get. */
function readNotices({ functions, timers, configuration }: Generation): string[] {
  const notices = functions.flatMap((definition) => definition.notices);
  const zone = configuration.settings.get('WEBSITE_TIME_ZONE');
  if (!zone || timers.length === 0) return notices;
  return [...notices, `WEBSITE_TIME_ZONE is "${zone}", but timers run in UTC here`];
}

/** A function is switched off by a setting, or by a list in host.json that does not name it. */
export const isEnabled = ({ host, settings }: AppConfiguration, functionName: string): boolean =>
  !/^(true|1)$/i.test(settings.get(`AzureWebJobs.${functionName}.Disabled`) ?? '') &&
  (host.functions?.includes(functionName.toLowerCase()) ?? true);
