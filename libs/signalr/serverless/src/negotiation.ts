import {
  app,
  type FunctionInput,
  type HttpHandler,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import * as z from 'zod';
import { hubConnectionInfo, type BoundHub, type ConnectionInfoOptions } from './hub-bindings.ts';
import { ServerlessError } from './serverless-error.ts';

export interface NegotiationOptions extends ConnectionInfoOptions {
  /** `negotiate` by default. */
  readonly name?: string;
  /** Below the app's route prefix; the name by default. Clients add nothing to it but `/negotiate`. */
  readonly route?: string;
  readonly authLevel?: 'anonymous' | 'function' | 'admin';
  /** Looks at the request first. Whatever it returns is the answer, in the place of a token. */
  readonly refuse?: (
    request: HttpRequest,
    context: InvocationContext,
  ) => Promise<HttpResponseInit | undefined>;
}

export interface NegotiateFunction {
  readonly name: string;
  readonly input: FunctionInput;
  readonly handler: HttpHandler;
  register(): void;
}

/** What the binding brings; the names are those that clients follow. */
const connectionInfoSchema = z.object({ url: z.url(), accessToken: z.string().min(1) });

/**
 * Makes a negotiate endpoint whose token comes from the extension: for apps that know who calls by
 * a header or a query parameter. The answer is kept by nobody on the way, as it holds a token.
 */
export function createNegotiation(
  hub: BoundHub,
  options: NegotiationOptions = {},
): NegotiateFunction {
  const { name = 'negotiate', route = name, authLevel = 'anonymous', refuse, ...who } = options;
  const input = hubConnectionInfo(hub, who);

  const handler: HttpHandler = async (request, context) => {
    const refused = await refuse?.(request, context);
    if (refused) return refused;
    const info = connectionInfoSchema.safeParse(readInput(context.extraInputs.get(input)));
    if (!info.success) {
      throw new ServerlessError('event-malformed', 'The binding brought no connection to the hub');
    }
    return { headers: { 'cache-control': 'no-store' }, jsonBody: info.data };
  };

  return {
    name,
    input,
    handler,
    register() {
      app.http(name, { methods: ['POST'], authLevel, route, extraInputs: [input], handler });
    },
  };
}

/** Some extensions bring it as JSON text. */
function readInput(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
