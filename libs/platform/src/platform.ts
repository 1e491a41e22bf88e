import { createBuilder, text, type AppModel } from '@heliograph/app-model-core';
import { settingNames } from '@heliograph/contracts';

/** The dashboard's public client at the OpenID provider, and the API its tokens are for. */
const clientId = 'heliograph-dashboard';
const audience = 'api://heliograph';

/** What whoever starts the platform supplies. */
export const platformParameters = {
  /** Folder for everything the platform keeps on disk. */
  dataFolder: 'data-folder',
  /** Shared key of the local SignalR service. */
  signalRAccessKey: 'signalr-access-key',
} as const;

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

/** The platform: which parts it has, and who needs whom. How one is started is somewhere else. */
export function describePlatform(): AppModel {
  const builder = createBuilder();
  const dataFolder = builder.addParameter(platformParameters.dataFolder);
  const accessKey = builder.addParameter(platformParameters.signalRAccessKey, { secret: true });

  const history = builder.addAzureTables('history').runAsLocalFile(text`${dataFolder}/history.db`);

  const signalr = builder
    .addAzureSignalR('signalr')
    .withHttpEndpoint({ port: 8888 })
    .withHttpHealthCheck('/api/health')
    .runAsEmulator({ accessKey });

  const identity = builder
    .addOpenIdProvider('identity', { clientId, audience })
    .withHttpEndpoint({ port: 5556 })
    .withHttpHealthCheck('/.well-known/openid-configuration')
    .runAsLocalProvider();

  const backend = builder
    .addAzureFunctionsApp('backend', 'apps/functions')
    .withHttpEndpoint({ port: 7071 })
    .withHttpHealthCheck('/admin/host/status')
    .withReference(signalr, { as: settingNames.signalRConnection })
    .withReference(identity, { as: settingNames.oidcAuthority })
    .withReference(history, { as: settingNames.historyStore })
    .withEnvironment({ [settingNames.oidcAudience]: audience })
    .waitFor(signalr, identity);

  const collector = builder
    .addNodeApp('collector', 'apps/collector/src/main.ts')
    .withHttpEndpoint({ port: 4318 })
    .withHttpHealthCheck('/health')
    .withReference(signalr, { as: settingNames.signalRConnection })
    .withReference(history, { as: settingNames.historyStore })
    .waitFor(signalr);
  collector.withEnvironment({
    [settingNames.collectorListen]: collector.endpoint().address,
    [settingNames.dataFolder]: text`${dataFolder}/collector`,
  });

  // Metrics that people publish over the hub go on to it. Without it the backend does all else.
  backend.withReference(collector, { as: settingNames.collectorUrl });

  // It serves a page that needs the others only once a browser opens it, so it waits for nobody.
  const dashboard = builder
    .addViteApp('dashboard', 'apps/dashboard')
    .withHttpEndpoint({ port: 4200 })
    .withHttpHealthCheck('/')
    .withReference(backend, { as: settingNames.backendUrl })
    .withReference(identity, { as: settingNames.oidcAuthority })
    .withReference(collector, { as: settingNames.collectorUrl })
    .withEnvironment({
      [settingNames.oidcClientId]: clientId,
      [settingNames.oidcAudience]: audience,
      [settingNames.dataFolder]: text`${dataFolder}/dashboard`,
    });

  const origins = dashboard.endpoint().origins;
  signalr.withAllowedOrigins(origins);
  signalr.withUpstream(text`${backend.endpoint().url}/runtime/webhooks/signalr`);
  backend.withAllowedOrigins(origins);
  backend.withEnvironment({ [settingNames.allowedOrigins]: origins });
  identity.withClientOrigins(origins);

  return builder.build();
}
