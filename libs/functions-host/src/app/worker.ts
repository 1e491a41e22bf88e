import type {
  InvocationRequest,
  InvocationResponse,
  RegisteredFunction,
} from '../rpc/worker-messages.ts';

/** One generation of an app's code, ready to run its functions. */
export interface Worker {
  readonly functions: readonly RegisteredFunction[];
  /** On 127.0.0.1: where HTTP requests are forwarded, for an app with HTTP streams. */
  readonly streamPort?: number | undefined;
  /** Resolves when the worker has ended, for whatever reason. Says how. */
  readonly ended: Promise<string>;
  /**
   * @throws FunctionsHostError `function-failed` with the function's own message, `worker-lost` when the
   *   worker ends meanwhile.
   */
  invoke(request: InvocationRequest): Promise<InvocationResponse>;
  /** Lets running invocations finish for at most `graceMs`, then ends the worker. A later call with 0 cuts the wait short. */
  stop(graceMs: number): Promise<void>;
}
