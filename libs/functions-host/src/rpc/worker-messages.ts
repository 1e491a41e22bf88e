/** What host and worker say to each other over the channel between their processes. */
import * as z from 'zod';
import { logLevels } from '../log-entry.ts';
import { outputDataSchema, type InputData } from './typed-data.ts';

export interface RetryContext {
  /** 0 for the first run. */
  readonly retryCount: number;
  /** -1 for no end. */
  readonly maxRetryCount: number;
  /** Why the run before has failed. */
  readonly exception?: { readonly message: string };
}

export interface InvocationRequest {
  readonly invocationId: string;
  readonly functionName: string;
  readonly inputData: readonly { readonly name: string; readonly data: InputData }[];
  readonly triggerMetadata?: Readonly<Record<string, InputData>>;
  /** Of a function with a retry policy. */
  readonly retryContext?: RetryContext;
  readonly traceContext?: { readonly traceParent: string; readonly traceState: string };
}

export type HostMessage =
  | { readonly type: 'load'; readonly folder: string }
  | { readonly type: 'invoke'; readonly request: InvocationRequest }
  | { readonly type: 'terminate' };

const bindingSchema = z.looseObject({
  type: z.string(),
  direction: z.enum(['in', 'out', 'inout']),
});
export type RegisteredBinding = z.infer<typeof bindingSchema>;

export const registeredFunctionSchema = z.object({
  name: z.string(),
  bindings: z.record(z.string(), bindingSchema),
  retryOptions: z.unknown().optional(),
});
/** A function as the app registered it; its bindings by name. */
export type RegisteredFunction = z.infer<typeof registeredFunctionSchema>;

const invocationResponseSchema = z.object({
  outputData: z.array(z.object({ name: z.string(), data: outputDataSchema.nullish() })).nullish(),
  returnValue: outputDataSchema.nullish(),
});
export type InvocationResponse = z.infer<typeof invocationResponseSchema>;

export const workerMessageSchema = z.discriminatedUnion('type', [
  /** Files of the app that have been loaded since the last such message. */
  z.object({ type: z.literal('files'), files: z.array(z.string()) }),
  z.object({
    type: z.literal('loaded'),
    functions: z.array(registeredFunctionSchema),
    /** Where HTTP requests are to be forwarded, for an app with HTTP streams. */
    streamPort: z.number().int().optional(),
  }),
  z.object({ type: z.literal('load-failed'), message: z.string(), stack: z.string().optional() }),
  z.object({
    type: z.literal('response'),
    invocationId: z.string(),
    response: invocationResponseSchema,
  }),
  z.object({
    type: z.literal('failure'),
    invocationId: z.string(),
    message: z.string(),
    stack: z.string().optional(),
  }),
  z.object({
    type: z.literal('log'),
    level: z.enum(logLevels),
    category: z.enum(['user', 'system', 'customMetric']),
    message: z.string(),
    functionName: z.string().optional(),
    invocationId: z.string().optional(),
  }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
