import * as z from 'zod';
import { registeredFunctionSchema, type RegisteredFunction } from '../rpc/worker-messages.ts';
import type { FunctionApp } from './function-app.ts';

/** What an app has registered, as the host gets it: plain data, without what JSON cannot hold. */
export function describeRegistrations(app: FunctionApp): RegisteredFunction[] {
  const plain: unknown = JSON.parse(
    JSON.stringify(
      app.functions().map(({ metadata: { name, bindings, retryOptions } }) => ({
        name,
        bindings,
        retryOptions,
      })),
    ),
  );
  return z.array(registeredFunctionSchema).parse(plain);
}
