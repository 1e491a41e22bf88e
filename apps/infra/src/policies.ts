/**
 * What every stack has to keep to, each rule with the document it follows. They are held against a
 * recorded stack, before anything exists: by the tests for the environments of this project, and by
 * `infra:explain` for any other.
 */
import type { RecordedResource } from '@heliograph/infra-components';
import type { Environment } from './environment.ts';
import type { RecordedStack } from './record-stack.ts';

export interface Policy {
  readonly name: string;
  readonly source: string;
  /** Names of resources that break the rule, with what is wrong; empty where it is kept. */
  faults(stack: RecordedStack, environment: Environment): readonly string[];
}

type Inputs = Readonly<Record<string, unknown>>;

const ofType = ({ resources }: RecordedStack, type: string): readonly RecordedResource[] =>
  resources.filter((resource) => resource.type.endsWith(`:${type}`));

/** A member inside inputs, by its path. */
function at(inputs: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
      inputs,
    );
}

/** Holds members of every resource of a type against the values they are to have. */
const demand =
  (type: string, members: Inputs): Policy['faults'] =>
  (stack) =>
    ofType(stack, type).flatMap(({ name, inputs }) =>
      Object.entries(members).flatMap(([path, wanted]) => {
        const found = at(inputs, path);
        return JSON.stringify(found) === JSON.stringify(wanted)
          ? []
          : [`${name}: ${path} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
      }),
    );

const all =
  (...parts: readonly Policy['faults'][]): Policy['faults'] =>
  (stack, environment) =>
    parts.flatMap((part) => part(stack, environment));

const isDevelopment = ({ name }: Environment): boolean => name === 'dev';

const originsOf = ({ inputs }: RecordedResource): readonly string[] => {
  const origins = at(inputs, 'cors.allowedOrigins') ?? at(inputs, 'siteConfig.cors.allowedOrigins');
  return Array.isArray(origins) ? origins.map(String) : ['*'];
};

/** Whatever looks like a shared key, a signature or a code that opens something. */
const keyInText = /AccessKey=|AccountKey=|SharedAccess|sig=|[?&]code=(?!\{@Microsoft\.KeyVault)/i;

export const policies: readonly Policy[] = [
  {
    name: 'browsers come from named origins, outside dev over HTTPS only',
    source:
      'https://github.com/Azure/azure-policy/blob/master/built-in-policies/policyDefinitions/App%20Service/RestrictCORSAccess_FuntionApp_Slot_Audit.json',
    faults: (stack, environment) =>
      [...ofType(stack, 'SignalR'), ...ofType(stack, 'WebApp')].flatMap((resource) =>
        originsOf(resource)
          .filter((origin) =>
            isDevelopment(environment) ? origin === '*' : !origin.startsWith('https://'),
          )
          .map((origin) => `${resource.name}: lets browsers come from ${origin}`),
      ),
  },
  {
    name: 'storage speaks TLS 1.2',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Storage.MinTLS',
    faults: demand('StorageAccount', {
      minimumTlsVersion: 'TLS1_2',
      enableHttpsTrafficOnly: true,
    }),
  },
  {
    name: 'functions speak HTTPS with TLS 1.2',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.AppService.MinTLS',
    faults: demand('WebApp', { httpsOnly: true, 'siteConfig.minTlsVersion': '1.2' }),
  },
  {
    name: 'containers answer over HTTPS only',
    source: 'https://learn.microsoft.com/azure/container-apps/ingress-overview',
    faults: demand('ContainerApp', { 'configuration.ingress.allowInsecure': false }),
  },
  {
    name: 'SignalR takes no shared key',
    source: 'https://learn.microsoft.com/azure/azure-signalr/howto-disable-local-auth',
    faults: demand('SignalR', { disableLocalAuth: true }),
  },
  {
    name: 'storage takes no shared key',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.Storage.LocalAuth',
    faults: demand('StorageAccount', { allowSharedKeyAccess: false }),
  },
  {
    name: 'storage shows nothing to the public',
    source:
      'https://github.com/Azure/PSRule.Rules.Azure/blob/main/docs/en/rules/Azure.Storage.BlobPublicAccess.md',
    faults: all(
      demand('StorageAccount', { allowBlobPublicAccess: false }),
      demand('BlobContainer', { publicAccess: 'None' }),
    ),
  },
  {
    name: 'the registry has no admin account and lets nobody pull unasked',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.ACR.AdminUser/',
    faults: demand('Registry', { adminUserEnabled: false, anonymousPullEnabled: false }),
  },
  {
    name: 'deployments of functions take no password',
    source:
      'https://github.com/Azure/azure-policy/blob/master/built-in-policies/policyDefinitions/App%20Service/Slots_SCM_DisableBasicAuth_DINE.json',
    faults: all(
      demand('WebAppScmAllowed', { allow: false }),
      demand('WebAppFtpAllowed', { allow: false }),
      (stack) =>
        ofType(stack, 'WebApp').length === ofType(stack, 'WebAppScmAllowed').length
          ? []
          : ['a function app says nothing about passwords'],
    ),
  },
  {
    name: 'telemetry and logs take no key',
    source: 'https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication',
    faults: all(
      demand('Component', { disableLocalAuth: true }),
      demand('Workspace', { 'features.disableLocalAuth': true }),
    ),
  },
  {
    name: 'no setting and no input outside the vault holds a key',
    source: 'https://learn.microsoft.com/azure/azure-signalr/howto-disable-local-auth',
    faults: (stack) => [
      ...Object.entries(stack.settings).flatMap(([part, settings]) =>
        Object.entries(settings)
          .filter(([, value]) => keyInText.test(value))
          .map(([name]) => `${part}: the setting ${name} holds a key`),
      ),
      ...stack.resources
        .filter(
          ({ type, inputs }) => !type.endsWith(':Secret') && keyInText.test(JSON.stringify(inputs)),
        )
        .map(({ name }) => `${name}: holds a key`),
    ],
  },
  {
    name: 'SignalR denies what no rule lets in',
    source: 'https://learn.microsoft.com/powershell/module/az.signalr/update-azsignalrnetworkacl',
    faults: demand('SignalR', { 'networkACLs.defaultAction': 'Deny' }),
  },
  {
    name: 'logs of SignalR, functions, containers and vault go to the workspace',
    source:
      'https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-signalrservice-signalr-logs',
    faults: (stack) => {
      const logged = ofType(stack, 'DiagnosticSetting').flatMap(({ inputs }) =>
        JSON.stringify(at(inputs, 'logs')) === '[{"categoryGroup":"allLogs","enabled":true}]'
          ? [String(inputs['resourceUri']).split('/').at(-1)]
          : [],
      );
      return ['SignalR', 'WebApp', 'ManagedEnvironment', 'Vault']
        .flatMap((type) => ofType(stack, type))
        .filter(({ name }) => !logged.includes(name))
        .map(({ name }) => `${name}: its logs go nowhere`);
    },
  },
  {
    name: 'the vault keeps what was deleted, and is opened by roles',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.KeyVault.PurgeProtect',
    faults: demand('Vault', {
      'properties.enablePurgeProtection': true,
      'properties.enableRbacAuthorization': true,
    }),
  },
  {
    name: 'outside dev, SignalR has a size with an SLA',
    source: 'https://azure.github.io/PSRule.Rules.Azure/en/rules/Azure.SignalR.SLA',
    faults: (stack, environment) =>
      ofType(stack, 'SignalR')
        .filter(({ inputs }) => !isDevelopment(environment) && at(inputs, 'sku.tier') === 'Free')
        .map(({ name }) => `${name}: the Free tier has no SLA`),
  },
  {
    name: 'in critical, SignalR survives the loss of a zone',
    source: 'https://learn.microsoft.com/azure/azure-signalr/availability-zones',
    faults: (stack, environment) =>
      environment.name === 'critical'
        ? demand('SignalR', { 'sku.tier': 'Premium' })(stack, environment)
        : [],
  },
  {
    name: 'in critical, functions and containers survive the loss of a zone',
    source: 'https://learn.microsoft.com/azure/reliability/reliability-functions',
    faults: (stack, environment) =>
      environment.name === 'critical'
        ? all(
            demand('AppServicePlan', { zoneRedundant: true }),
            demand('ManagedEnvironment', { zoneRedundant: true }),
            demand('Registry', { zoneRedundancy: 'Enabled' }),
            (recorded) =>
              ofType(recorded, 'StorageAccount')
                .filter(({ inputs }) => !String(at(inputs, 'sku.name')).endsWith('ZRS'))
                .map(({ name }) => `${name}: its copies are in one zone`),
          )(stack, environment)
        : [],
  },
  {
    name: 'what a stack says about itself is no secret',
    source: 'https://www.pulumi.com/docs/iac/concepts/secrets/',
    faults: ({ outputs }) =>
      Object.entries(outputs)
        .filter(([, value]) => keyInText.test(String(value)) || /[?#@]/.test(String(value)))
        .map(([name]) => `the output ${name} holds more than an address`),
  },
  {
    name: 'everything that takes tags has them',
    source: 'https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources',
    faults: (stack, { name: environment }) =>
      stack.resources
        .filter(
          ({ inputs }) => 'location' in inputs && at(inputs, 'tags.environment') !== environment,
        )
        .map(({ name }) => `${name}: has no tags`),
  },
];
