import * as z from 'zod/mini';

/** Where the dashboard finds its settings when it starts, relative to its own address. */
export const dashboardSettingsPath = '/settings.json';

/** The same build runs anywhere; this file beside it says where. */
export const dashboardSettingsSchema = z.object({
  /** Base URL of the backend, without a trailing slash. */
  backendUrl: z.url(),
  /** Base URL of a collector that takes metrics of one's own, where the dashboard may show it. */
  collectorUrl: z.optional(z.url()),
  oidc: z.object({
    authority: z.url(),
    clientId: z.string().check(z.minLength(1)),
    /** Audience of the access token that our API expects. */
    audience: z.string().check(z.minLength(1)),
  }),
});
export type DashboardSettings = z.infer<typeof dashboardSettingsSchema>;
