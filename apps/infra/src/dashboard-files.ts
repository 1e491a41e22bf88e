/**
 * The files beside the built dashboard that only a deployment can write: where its backend is, and
 * how Static Web Apps is to serve it.
 */
import { resolveValue, settingsOf } from '@heliograph/app-model-core';
import { dashboardSettingsPath, toDashboardSettings } from '@heliograph/contracts';
import { InfraError } from '@heliograph/infra-components';
import { describePlatform } from '@heliograph/platform';
import * as z from 'zod';
import { resourceNamed } from './azure-parts.ts';
import type { Environment } from './environment.ts';
import { signInParameters } from './sign-in-parameters.ts';

/** Outputs of a stack that is up, as `pulumi stack output --json` prints them. */
export const stackOutputsSchema = z.object({
  functionAppUrl: z.url({ protocol: /^https$/ }),
  dashboardUrl: z.url({ protocol: /^https$/ }),
});

export interface DashboardFilesOptions {
  readonly environment: Environment;
  readonly outputs: z.infer<typeof stackOutputsSchema>;
  /** Where the collector takes metrics of one's own; without it the dashboard shows no address. */
  readonly collectorUrl?: string | undefined;
}

/**
 * Content of the files, by name.
 *
 * @throws InfraError `configuration-invalid` when a setting of the dashboard has no value
 */
export function dashboardFiles(
  options: DashboardFilesOptions,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const answer = toDashboardSettings(settingValues(options));
  if ('missing' in answer) {
    throw new InfraError(
      'configuration-invalid',
      `dashboard: there is no value for ${answer.missing.join(', ')}`,
    );
  }
  return {
    [dashboardSettingsPath.slice(1)]: answer.settings,
    'staticwebapp.config.json': staticWebApp,
  };
}

/** Settings of the dashboard under their names, as the description of the platform has them. */
function settingValues({
  environment,
  outputs,
  collectorUrl = '',
}: DashboardFilesOptions): Readonly<Record<string, string>> {
  const model = describePlatform({ mode: 'publish' });
  const parameters = signInParameters(environment);
  const urls: Readonly<Record<string, string>> = {
    backend: outputs.functionAppUrl,
    dashboard: outputs.dashboardUrl,
    collector: collectorUrl,
  };
  const source = {
    endpoint: (name: string) => urls[name] ?? '',
    connection: (name: string) => resourceNamed(model, name).connection ?? '',
    parameter: (name: string) => parameters.get(name) ?? '',
  };
  return Object.fromEntries(
    [...settingsOf(resourceNamed(model, 'dashboard'))].map(([name, value]) => [
      name,
      resolveValue(value, source),
    ]),
  );
}

/** https://learn.microsoft.com/azure/static-web-apps/configuration */
const staticWebApp = {
  // Addresses inside the page, such as the one that sign-in leads back to, are answered by the page.
  navigationFallback: { rewrite: '/index.html', exclude: ['/assets/*', dashboardSettingsPath] },
  routes: [
    { route: dashboardSettingsPath, headers: { 'cache-control': 'no-store' } },
    // Their names change with their content.
    { route: '/assets/*', headers: { 'cache-control': 'public, max-age=31536000, immutable' } },
  ],
  globalHeaders: {
    // The page's own policy is in the page; what may frame it can only be said here.
    'content-security-policy': "frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
  },
} as const;
