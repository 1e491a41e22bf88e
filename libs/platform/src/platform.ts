import {
  createBuilder,
  text,
  type AppMode,
  type AppModel,
  type AzureFunctionsAppBuilder,
  type AzureSignalRBuilder,
  type AzureTablesBuilder,
  type ContainerAppBuilder,
} from '@heliograph/app-model-core';
import { settingNames } from '@heliograph/contracts';

/** The dashboard's public client at the local OpenID provider, and the API its tokens are for. */
const clientId = 'heliograph-dashboard';
const audience = 'api://heliograph';

/** What whoever starts the platform on one machine supplies. */
export const platformParameters = {
  /** Folder for everything the platform keeps on disk. */
  dataFolder: 'data-folder',
  /** Shared key of the local SignalR service. */
  signalRAccessKey: 'signalr-access-key',
} as const;

/** What whoever deploys the platform supplies: sign-in is registered by hand beforehand. */
export const publishParameters = {
  /** Issuer of access tokens, with a discovery document. */
  oidcAuthority: 'oidc-authority',
  /** The dashboard's public client at the issuer. */
  oidcClientId: 'oidc-client-id',
  /** The audience of our API's access tokens. */
  oidcAudience: 'oidc-audience',
} as const;

/** Where a container keeps what it writes. */
export const containerDataFolder = '/data';

/**
 * The resources that listen, in the order in which they take their ports from a port base. The
 * console's place comes last.
 */
export const portOrder = [
  'dashboard',
  'backend',
  'signalr',
  'collector',
  'identity',
  'console',
] as const;

/** The parts whose Azure resources may need something special. */
export interface PlatformParts {
  readonly signalr: AzureSignalRBuilder;
  readonly backend: AzureFunctionsAppBuilder;
  readonly collector: ContainerAppBuilder;
  readonly history: AzureTablesBuilder;
}

export interface PlatformOptions {
  /** Processes on this machine unless told otherwise. */
  readonly mode?: AppMode;
  /** Resources that a local run uses where they are, because there is a connection string for each. */
  readonly connectionStrings?: readonly string[];
  /** The last word on a part, before the description is checked. */
  readonly customize?: (parts: PlatformParts) => void;
}

/** The platform: which parts it has, and who needs whom. How one is started is somewhere else. */
export function describePlatform({
  mode = 'run',
  connectionStrings = [],
  customize,
}: PlatformOptions = {}): AppModel {
  const builder = createBuilder({ mode, connectionStrings });
  const local =
    mode === 'run'
      ? {
          dataFolder: builder.addParameter(platformParameters.dataFolder),
          accessKey: builder.addParameter(platformParameters.signalRAccessKey, { secret: true }),
        }
      : undefined;
  const dataFolder = local?.dataFolder ?? containerDataFolder;
  const signIn = local
    ? { clientId, audience }
    : {
        clientId: builder.addParameter(publishParameters.oidcClientId),
        audience: builder.addParameter(publishParameters.oidcAudience),
      };

  const history = builder.addAzureTables('history');

  const signalr = builder
    .addAzureSignalR('signalr')
    .withHttpEndpoint({ port: 8888 })
    .withHttpHealthCheck('/api/health');

  const identity = builder
    .addOpenIdProvider('identity', signIn)
    .withHttpEndpoint({ port: 5556 })
    .withHttpHealthCheck('/.well-known/openid-configuration');

  if (local) {
    history.runAsLocalFile(text`${dataFolder}/history.db`);
    signalr.runAsEmulator({ accessKey: local.accessKey });
    identity.runAsLocalProvider();
  } else {
    identity.asIssuer(builder.addParameter(publishParameters.oidcAuthority));
  }

  const backend = builder
    .addAzureFunctionsApp('backend', 'apps/functions')
    .withHttpEndpoint({ port: 7071 })
    .withHttpHealthCheck('/admin/host/status')
    .withReference(signalr, { as: settingNames.signalRConnection })
    .withReference(identity, { as: settingNames.oidcAuthority })
    .withReference(history, { as: settingNames.historyStore })
    .withEnvironment({ [settingNames.oidcAudience]: signIn.audience })
    .waitFor(signalr, identity);

  const collector = builder
    .addContainerApp('collector', 'apps/collector/src/main.ts')
    .withHttpEndpoint({ port: 4318 })
    .withHttpHealthCheck('/health')
    .withReference(signalr, { as: settingNames.signalRConnection })
    .withReference(history, { as: settingNames.historyStore })
    // Whose tokens let others push metrics. On loopback it asks for none.
    .withReference(identity, { as: settingNames.oidcAuthority })
    .waitFor(signalr);
  collector.withEnvironment({
    [settingNames.oidcAudience]: signIn.audience,
    [settingNames.collectorListen]: collector.endpoint().address,
    [settingNames.dataFolder]: text`${dataFolder}/collector`,
  });

  // Metrics that people publish over the hub go on to it. Without it the backend does all else.
  backend.withReference(collector, { as: settingNames.collectorUrl });

  // It serves a page that needs the others only once a browser opens it, so it waits for nobody.
  const dashboard = builder
    .addStaticSite('dashboard', 'apps/dashboard')
    .withHttpEndpoint({ port: 4200 })
    .withHttpHealthCheck('/')
    .withReference(backend, { as: settingNames.backendUrl })
    .withReference(identity, { as: settingNames.oidcAuthority })
    .withReference(collector, { as: settingNames.collectorUrl })
    .withEnvironment({
      [settingNames.oidcClientId]: signIn.clientId,
      [settingNames.oidcAudience]: signIn.audience,
      [settingNames.oidcApiScope]: text`${signIn.audience}/.default`,
      [settingNames.dataFolder]: text`${dataFolder}/dashboard`,
    });

  const origins = dashboard.endpoint().origins;
  signalr.withAllowedOrigins(origins);
  signalr.withUpstream(text`${backend.endpoint().url}/runtime/webhooks/signalr`);
  backend.withAllowedOrigins(origins);
  backend.withEnvironment({ [settingNames.allowedOrigins]: origins });
  identity.withClientOrigins(origins);

  if (!local) {
    const telemetry = builder.addApplicationInsights('telemetry');
    for (const part of [backend, collector]) {
      part.withReference(telemetry);
      // Whoever asks Application Insights' clients for a token of Entra ID says so with this setting.
      part.withEnvironment({ APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD' });
    }
  }
  customize?.({ signalr, backend, collector, history });

  return builder.build();
}
