import {
  recordResources,
  type KnownAzure,
  type RecordedResource,
} from '@heliograph/infra-components';
import * as z from 'zod';
import { createStack, type StackOptions, type StackOutputs } from './create-stack.ts';

export interface RecordedStack {
  /** Azure resources in the order in which they were asked for; components are left away. */
  readonly resources: readonly RecordedResource[];
  readonly outputs: Readonly<Record<keyof StackOutputs, string | number>>;
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is left to do by hand. */
  readonly manualSteps: readonly string[];
}

export interface RecordOptions extends StackOptions {
  /** What Azure is taken to hold already. */
  readonly known?: KnownAzure;
  readonly onResource?: (resource: RecordedResource) => void;
}

const text = z.string();
const valuesSchema = z.object({
  outputs: z.strictObject({
    signalrHostName: text,
    signalrPublicPort: z.number(),
    functionAppUrl: text,
    negotiateUrl: text,
    dashboardUrl: text,
    resourceGroupName: text,
  }),
  settings: z.record(text, z.record(text, text)),
  manualSteps: z.array(text),
});

/** Creates a stack in memory: nothing leaves this machine, and Azure is not asked. */
export async function recordStack(options: RecordOptions): Promise<RecordedStack> {
  const { known, onResource, environment } = options;
  const recording = { stack: environment.name, known, onResource };
  const { resources, values } = await recordResources(recording, async () => {
    const { outputs, settings, manualSteps } = await createStack(options);
    return { outputs, settings: Object.fromEntries(settings), manualSteps };
  });
  return { resources, ...valuesSchema.parse(values) };
}
