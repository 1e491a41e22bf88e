import * as z from 'zod';
import { FunctionsHostError } from '../functions-host-error.ts';
import type { CorsPolicy } from '../http/cors.ts';

/** What local.settings.json says; it is absent wherever settings come from the environment alone. */
export interface LocalSettings {
  readonly values: Readonly<Record<string, string>>;
  readonly cors?: CorsPolicy;
  /** `Host.LocalHttpPort` */
  readonly port?: number;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const localSettingsSchema = z.looseObject({
  IsEncrypted: z.boolean().default(false),
  Values: z.record(z.string(), scalar).default({}),
  ConnectionStrings: z.record(z.string(), z.unknown()).default({}),
  Host: z
    .looseObject({
      CORS: z.string().optional(),
      CORSCredentials: z.boolean().default(false),
      LocalHttpPort: z.number().int().min(0).max(65_535).optional(),
    })
    .prefault({}),
});

/** Reads the text of local.settings.json. @throws FunctionsHostError `settings-invalid`, without any value. */
export function parseLocalSettings(text: string): LocalSettings {
  const parsed = localSettingsSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'malformed'}`);
  }
  const { IsEncrypted, Values, ConnectionStrings, Host } = parsed.data;
  if (IsEncrypted) throw invalid('it is encrypted; run `func settings decrypt` first');
  const connectionStrings = Object.entries(ConnectionStrings).flatMap(([name, value]) => {
    const read = connectionStringSchema.safeParse(value);
    return read.success ? [[`ConnectionStrings:${name}`, read.data] as const] : [];
  });
  return {
    values: { ...Object.fromEntries(connectionStrings), ...Values },
    ...(Host.CORS !== undefined && {
      cors: { origins: splitOrigins(Host.CORS), credentials: Host.CORSCredentials },
    }),
    ...(Host.LocalHttpPort !== undefined && { port: Host.LocalHttpPort }),
  };
}

/** `a, b` → `['a', 'b']`. */
export const splitOrigins = (text: string): string[] =>
  text
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter((origin) => origin !== '');

const connectionStringSchema = z.union([
  z.string(),
  z.object({ ConnectionString: z.string() }).transform((entry) => entry.ConnectionString),
]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the text, which holds secrets.
    throw invalid('it is not JSON');
  }
}

const invalid = (what: string): FunctionsHostError =>
  new FunctionsHostError('settings-invalid', `local.settings.json is not valid: ${what}`);
