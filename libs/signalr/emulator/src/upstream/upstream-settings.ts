/**
 * The settings file of Microsoft's emulator, which teams have already:
 * `{ "UpstreamSettings": { "Templates": [{ "UrlTemplate", "HubPattern", "CategoryPattern", "EventPattern" }] } }`.
 * Comments and trailing commas are fine and the case of names means nothing, as in .NET.
 *
 * Reference: https://learn.microsoft.com/azure/azure-signalr/signalr-howto-emulator
 */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as z from 'zod';
import { ServiceError } from '../service-error.ts';
import { checkUpstreamTemplate, type UpstreamTemplate } from './upstream-template.ts';

/** Where a function app on this machine waits for events. */
export const defaultUrlTemplate = 'http://localhost:7071/runtime/webhooks/signalr';

/** In Azure a pattern that is null is one that is not set, so it matches anything. */
const pattern = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

const settingsSchema = ignoringCase(
  z.object({
    upstreamsettings: ignoringCase(
      z.object({
        templates: z
          .array(
            ignoringCase(
              z.object({
                urltemplate: z.string().default(defaultUrlTemplate),
                hubpattern: pattern,
                categorypattern: pattern,
                eventpattern: pattern,
              }),
            ),
          )
          .default([]),
      }),
    ).optional(),
  }),
);

/**
 * Reads such a file.
 *
 * @throws ServiceError `settings-invalid`, with where the fault is and without repeating what the
 *   file says: an URL may hold a key.
 */
export function parseUpstreamSettings(text: string): UpstreamTemplate[] {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw invalid(`Line ${line} is not JSON (${printParseErrorCode(error.error)})`);
  }
  const settings = settingsSchema.safeParse(value);
  if (!settings.success) {
    const [issue] = settings.error.issues;
    throw invalid(`${placeOf(issue?.path ?? [])}: ${issue?.message ?? 'unreadable'}`);
  }
  return (settings.data.upstreamsettings?.templates ?? []).map((template, at) => {
    const read: UpstreamTemplate = {
      urlTemplate: template.urltemplate,
      hubPattern: template.hubpattern,
      categoryPattern: template.categorypattern,
      eventPattern: template.eventpattern,
    };
    try {
      checkUpstreamTemplate(read);
    } catch (cause) {
      const reason = cause instanceof ServiceError ? cause.message : 'unreadable';
      throw invalid(`Template ${at + 1}: ${reason}`, cause);
    }
    return read;
  });
}

/** The file with which to begin: everything goes to the function app on this machine. */
export function initialUpstreamSettings(): string {
  const template = {
    UrlTemplate: defaultUrlTemplate,
    EventPattern: '*',
    HubPattern: '*',
    CategoryPattern: '*',
  };
  return `${JSON.stringify({ UpstreamSettings: { Templates: [template] } }, null, 2)}\n`;
}

function ignoringCase<Schema extends z.ZodObject>(schema: Schema) {
  return z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, member]) => [name.toLowerCase(), member as unknown]),
          )
        : value,
    schema,
  );
}

const spelling: Readonly<Record<string, string>> = {
  upstreamsettings: 'UpstreamSettings',
  templates: 'Templates',
  urltemplate: 'UrlTemplate',
  hubpattern: 'HubPattern',
  categorypattern: 'CategoryPattern',
  eventpattern: 'EventPattern',
};

function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'The file';
  return path.map((part) => spelling[String(part)] ?? String(part)).join('.');
}

function invalid(message: string, cause?: unknown): ServiceError {
  return new ServiceError('settings-invalid', message, { cause });
}
