import * as z from 'zod';
import { errorText } from '../error-text.ts';
import { FunctionsHostError } from '../functions-host-error.ts';
import { authLevels } from '../http/function-keys.ts';
import { parseRouteTemplate } from '../http/route-template.ts';
import type { RegisteredBinding, RegisteredFunction } from '../rpc/worker-messages.ts';
import type { AppSettings } from '../settings/app-settings.ts';
import { findSignalRService } from '../signalr/signalr-service.ts';
import { readRetryPolicy, type RetryPolicy } from '../timer/retry-policy.ts';
import { parseSchedule } from '../timer/schedule.ts';
import { checkNames } from './check-names.ts';
import { findOffered, offeredBindings } from './offered-bindings.ts';
import type { FunctionDefinition, Input, Output, Trigger } from './function-definition.ts';

const httpTriggerSchema = z.object({
  authLevel: z.string().toLowerCase().pipe(z.enum(authLevels)).default('function'),
  methods: z.array(z.string().toUpperCase()).default([]),
  route: z.string().optional(),
});
const hub = z.string().min(1);
const connectionStringSetting = z.string().min(1).default('AzureSignalRConnectionString');
const signalRTriggerSchema = z.object({
  hubName: hub,
  category: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['connections', 'messages'])),
  event: z.string().min(1),
  parameterNames: z.array(z.string()).default([]),
  connectionStringSetting,
});
const timerTriggerSchema = z.object({
  schedule: z.string().min(1),
  runOnStartup: z.boolean().default(false),
});
const connectionInfoSchema = z.object({
  hubName: hub,
  userId: z.string().optional(),
  idToken: z.string().optional(),
  claimTypeList: z.array(z.string()).default([]),
  connectionStringSetting,
});
const endpointsSchema = z.object({ connectionStringSetting });
const signalROutputSchema = z.object({ hubName: hub, connectionStringSetting });

/**
 * Understands a registered function.
 *
 * @throws FunctionsHostError `function-invalid`, naming function and binding, for what is not offered here or
 *   cannot be; `settings-invalid` when a setting that it needs is missing or malformed
 */
export function readFunction(
  { name, bindings, retryOptions }: RegisteredFunction,
  settings: AppSettings,
): FunctionDefinition {
  checkNames(name, Object.keys(bindings));
  const triggers: Trigger[] = [];
  const inputs: Input[] = [];
  const outputs: Output[] = [];
  for (const [bindingName, binding] of Object.entries(bindings)) {
    const place: Place = { functionName: name, bindingName, binding, settings };
    try {
      if (binding.direction === 'out') outputs.push(readOutput(place));
      else if (/trigger$/i.test(binding.type)) triggers.push(readTrigger(place));
      else inputs.push(readInput(place));
    } catch (reason) {
      if (reason instanceof FunctionsHostError && reason.code === 'function-invalid') throw reason;
      const code = reason instanceof FunctionsHostError ? reason.code : 'function-invalid';
      throw new FunctionsHostError(code, `${describe(place)}: ${errorText(reason)}`, {
        cause: reason,
      });
    }
  }
  const [trigger] = triggers;
  if (trigger === undefined || triggers.length > 1) {
    throw new FunctionsHostError(
      'function-invalid',
      `The function "${name}" must have exactly one trigger`,
    );
  }
  if (retryOptions === undefined) return { name, trigger, inputs, outputs, notices: [] };
  const retry = readRetry(name, retryOptions);
  if (trigger.kind === 'timer') return { name, trigger, inputs, outputs, retry, notices: [] };
  const notice = `The function "${name}": its retry policy is ignored, for only timers have one`;
  return { name, trigger, inputs, outputs, notices: [notice] };
}

function readRetry(name: string, options: unknown): RetryPolicy {
  try {
    return readRetryPolicy(options);
  } catch (cause) {
    throw new FunctionsHostError(
      'function-invalid',
      `The function "${name}": ${errorText(cause)}`,
      {
        cause,
      },
    );
  }
}

interface Place {
  readonly functionName: string;
  readonly bindingName: string;
  readonly binding: RegisteredBinding;
  readonly settings: AppSettings;
}

function readTrigger(place: Place): Trigger {
  const { functionName, bindingName: name, settings } = place;
  switch (findOffered(offeredBindings.trigger, place.binding.type)) {
    case 'httpTrigger': {
      const { authLevel, methods, route } = read(place, httpTriggerSchema);
      return {
        kind: 'http',
        name,
        authLevel,
        methods,
        template: parseRouteTemplate(route?.trim() || functionName),
      };
    }
    case 'signalRTrigger': {
      const { hubName, category, event, parameterNames, ...rest } = read(
        place,
        signalRTriggerSchema,
      );
      const expanded = settings.expand(event);
      if (category === 'connections' && !/^(connected|disconnected)$/i.test(expanded)) {
        throw new RangeError(`there is no event "${expanded}" in the category connections`);
      }
      return {
        kind: 'signalR',
        name,
        hub: settings.expand(hubName),
        category,
        event: expanded,
        parameterNames,
        service: findSignalRService(settings, rest.connectionStringSetting),
      };
    }
    case 'timerTrigger': {
      const { schedule, runOnStartup } = read(place, timerTriggerSchema);
      const text = settings.expand(schedule);
      return { kind: 'timer', name, text, schedule: parseSchedule(text), runOnStartup };
    }
    case undefined:
      return notOffered(place);
  }
}

function readInput(place: Place): Input {
  const { bindingName: name, settings } = place;
  const type = findOffered(offeredBindings.input, place.binding.type);
  const service = (settingName: string) => findSignalRService(settings, settingName);
  switch (type) {
    case 'signalRConnectionInfo':
    case 'signalRNegotiation': {
      const { hubName, userId, idToken, claimTypeList, ...rest } = read(
        place,
        connectionInfoSchema,
      );
      return {
        kind: type,
        name,
        hub: settings.expand(hubName),
        ...(userId !== undefined && { userId: settings.expand(userId) }),
        ...(idToken !== undefined && { idToken: settings.expand(idToken) }),
        claimTypes: claimTypeList,
        service: service(rest.connectionStringSetting),
      };
    }
    case 'signalREndpoints': {
      const { connectionStringSetting: settingName } = read(place, endpointsSchema);
      return { kind: 'signalREndpoints', name, service: service(settingName) };
    }
    case undefined:
      return notOffered(place);
  }
}

function readOutput(place: Place): Output {
  const { bindingName: name, settings } = place;
  switch (findOffered(offeredBindings.output, place.binding.type)) {
    case 'http':
      return { kind: 'http', name };
    case 'signalR': {
      const { hubName, ...rest } = read(place, signalROutputSchema);
      return {
        kind: 'signalR',
        name,
        hub: settings.expand(hubName),
        service: findSignalRService(settings, rest.connectionStringSetting),
      };
    }
    case undefined:
      return notOffered(place);
  }
}

function read<Schema extends z.ZodType>({ binding }: Place, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(binding);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RangeError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`);
}

function notOffered(place: Place): never {
  throw new FunctionsHostError(
    'function-invalid',
    `${describe(place)} is not offered by this host`,
  );
}

const describe = ({ functionName, bindingName, binding }: Place): string =>
  `The function "${functionName}": its binding "${bindingName}" of type ${binding.type}`;
