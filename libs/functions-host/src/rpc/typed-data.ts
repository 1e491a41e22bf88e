/**
 * Values as they travel between a Functions host and a language worker: `TypedData` of the worker
 * protocol, in the shape that `@azure/functions` reads and writes.
 *
 * Reference: FunctionRpc.proto in Azure/azure-functions-language-worker-protobuf
 */
import * as z from 'zod';

const bytesSchema = z.instanceof(Uint8Array);
const nullable = <Value extends z.ZodType>(value: Value) => z.object({ value: value.nullish() });

const cookieSchema = z.object({
  name: z.string(),
  value: z.string(),
  domain: nullable(z.string()).nullish(),
  path: nullable(z.string()).nullish(),
  /** Seconds since 1970. */
  expires: nullable(z.object({ seconds: z.number() })).nullish(),
  secure: nullable(z.boolean()).nullish(),
  httpOnly: nullable(z.boolean()).nullish(),
  sameSite: z.enum(['none', 'lax', 'strict', 'explicitNone']).nullish(),
  /** Seconds. */
  maxAge: nullable(z.number()).nullish(),
});
export type Cookie = z.infer<typeof cookieSchema>;

const bodySchema = z.object({ string: z.string().nullish(), bytes: bytesSchema.nullish() });

const httpResponseDataSchema = z.object({
  statusCode: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  cookies: z.array(cookieSchema).nullish(),
  body: bodySchema.nullish(),
});
export type HttpResponseData = z.infer<typeof httpResponseDataSchema>;

/** What comes back from a function. */
export const outputDataSchema = z.object({
  string: z.string().nullish(),
  json: z.string().nullish(),
  bytes: bytesSchema.nullish(),
  int: z.number().nullish(),
  double: z.number().nullish(),
  http: httpResponseDataSchema.nullish(),
});
export type OutputData = z.infer<typeof outputDataSchema>;

interface NullableText {
  readonly value: string;
}

/** A request as a function gets it. Header names are lower-case; repeated values joined by commas. */
export interface HttpRequestData {
  readonly method: string;
  readonly url: string;
  readonly nullableHeaders: Readonly<Record<string, NullableText>>;
  readonly nullableQuery: Readonly<Record<string, NullableText>>;
  readonly nullableParams: Readonly<Record<string, NullableText>>;
  readonly body?: { readonly bytes: Uint8Array };
}

/** What goes into a function. */
export type InputData =
  { readonly string: string } | { readonly json: string } | { readonly http: HttpRequestData };
