/**
 * Settings of a function app that its plan decides: what a plan needs, what it forbids.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-app-settings
 */
import { InfraError } from './infra-error.ts';

/** Flex Consumption, or the older Consumption plan. */
export type FunctionPlan = 'flex' | 'consumption';

/** Flex sets these itself, or has no such notion, and refuses an app that sets them. */
const forbiddenOnFlex: readonly string[] = [
  'ENABLE_ORYX_BUILD',
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_MAX_HTTP_CONCURRENCY',
  'FUNCTIONS_WORKER_PROCESS_COUNT',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_WORKER_RUNTIME_VERSION',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'TZ',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTOVERVNET',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_DNS_SERVER',
  'WEBSITE_LOAD_CERTIFICATES',
  'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_SKIP_CONTENTSHARE_VALIDATION',
  'WEBSITE_TIME_ZONE',
  'WEBSITE_VNET_ROUTE_ALL',
];

/** On Linux, the Consumption plan has no time zones and mounts no file share. */
const forbiddenOnConsumption: readonly string[] = [
  'TZ',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_TIME_ZONE',
];

export const forbiddenSettings: Readonly<Record<FunctionPlan, readonly string[]>> = {
  flex: forbiddenOnFlex,
  consumption: forbiddenOnConsumption,
};

export interface HostSettings<Text> {
  /** Storage account in which the host keeps its keys and locks, reached with the app's identity. */
  readonly storageAccountName: Text;
  /** Where the code's package is; the Consumption plan reads it from there. */
  readonly packageUrl: Text;
}

/** What the Functions host itself needs on a plan, besides the app's own settings. */
export function hostSettings<Text>(
  plan: FunctionPlan,
  { storageAccountName, packageUrl }: HostSettings<Text>,
): Readonly<Record<string, Text | string>> {
  const storage = { AzureWebJobsStorage__accountName: storageAccountName };
  switch (plan) {
    case 'flex':
      return storage;
    case 'consumption':
      return {
        ...storage,
        FUNCTIONS_EXTENSION_VERSION: '~4',
        FUNCTIONS_WORKER_RUNTIME: 'node',
        WEBSITE_RUN_FROM_PACKAGE: packageUrl,
        WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: 'SystemAssigned',
      };
  }
}

/**
 * Refuses settings that the plan forbids, and those that the host sets already.
 *
 * @throws InfraError `setting-forbidden` naming the app and the setting
 */
export function checkAppSettings(
  app: string,
  plan: FunctionPlan,
  names: readonly string[],
  reserved: readonly string[] = [],
): void {
  for (const name of names) {
    if (forbiddenSettings[plan].includes(name)) {
      throw new InfraError('setting-forbidden', `${app}: the ${plan} plan forbids ${name}`);
    }
    if (reserved.includes(name)) {
      throw new InfraError('setting-forbidden', `${app}: ${name} is set for the Functions host`);
    }
  }
}
