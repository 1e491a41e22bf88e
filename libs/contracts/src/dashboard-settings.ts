import * as z from 'zod/mini';
import { settingNames } from './setting-names.ts';

/** Where the dashboard finds its settings when it starts, relative to its own address. */
export const dashboardSettingsPath = '/settings.json';

/** Says of a field what is wrong with it, to follow its name. */
const otherwise = (fault: string) => ({
  error: ({ input }: { readonly input?: unknown }) => (input === undefined ? 'is missing' : fault),
});
const url = z.url(otherwise('is not a URL'));
const text = z.string(otherwise('is not a text')).check(z.minLength(1, 'is empty'));

/** The same build runs anywhere; this file beside it says where. */
export const dashboardSettingsSchema = z.object(
  {
    /** Base URL of the backend, without a trailing slash. */
    backendUrl: url,
    /** Base URL of a collector that takes metrics of one's own, where the dashboard may show it. */
    collectorUrl: z.optional(url),
    oidc: z.object(
      {
        authority: url,
        clientId: text,
        /** Audience of the access token that our API expects. */
        audience: text,
        /**
         * Scopes, separated by spaces, that stand for our API at providers such as Entra ID:
         * `<audience>/.default`. Entra ID refuses a request that names a `resource` (AADSTS901002).
         * Without this the audience is sent as `resource`, as RFC 8707 has it.
         */
        apiScope: z.optional(text),
      },
      otherwise('is not an object'),
    ),
  },
  otherwise('is not an object'),
);
export type DashboardSettings = z.infer<typeof dashboardSettingsSchema>;

/** The file's content, or the names of the settings without which there is none. */
export type DashboardSettingsAnswer =
  { readonly settings: DashboardSettings } | { readonly missing: readonly string[] };

/**
 * Makes the file from settings under their names in `settingNames`, as the description of the
 * platform gives them to the dashboard, on one machine and in Azure.
 */
export function toDashboardSettings(
  values: Readonly<Record<string, string | undefined>>,
): DashboardSettingsAnswer {
  const missing: string[] = [];
  const required = (name: string): string => {
    const value = values[name];
    if (!value) missing.push(name);
    return value ?? '';
  };
  const collectorUrl = values[settingNames.collectorUrl];
  const apiScope = values[settingNames.oidcApiScope];
  const settings = {
    backendUrl: required(settingNames.backendUrl),
    ...(collectorUrl ? { collectorUrl } : {}),
    oidc: {
      authority: required(settingNames.oidcAuthority),
      clientId: required(settingNames.oidcClientId),
      audience: required(settingNames.oidcAudience),
      ...(apiScope ? { apiScope } : {}),
    },
  };
  return missing.length > 0 ? { missing } : { settings };
}
