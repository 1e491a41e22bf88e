/**
 * Names of the settings that infrastructure and the local platform write and deployables read.
 * A `SignalR` connection string needs no other name than Microsoft's bindings use.
 */
export const settingNames = {
  /** Azure SignalR Service: `Endpoint=…;AccessKey=…;Version=1.0;`. */
  signalRConnection: 'AzureSignalRConnectionString',
  /** History and small state: `sqlite:<file>`, or `tables:` and an Azure Table Storage account. */
  historyStore: 'HELIOGRAPH_HISTORY',
  /** Issuer of access tokens, an OpenID provider with a discovery document. */
  oidcAuthority: 'HELIOGRAPH_OIDC_AUTHORITY',
  /** The audience that access tokens for our API carry. */
  oidcAudience: 'HELIOGRAPH_OIDC_AUDIENCE',
  /** Scope by which the dashboard asks for such a token; without it the audience is the `resource`. */
  oidcApiScope: 'HELIOGRAPH_OIDC_API_SCOPE',
  /** Claim of the access token with the user id; `sub` when absent. */
  oidcUserIdClaim: 'HELIOGRAPH_OIDC_USER_ID_CLAIM',
  /** Claim of the access token with the roles; `roles` when absent. */
  oidcRolesClaim: 'HELIOGRAPH_OIDC_ROLES_CLAIM',
  /** The dashboard's public client id at the provider. */
  oidcClientId: 'HELIOGRAPH_OIDC_CLIENT_ID',
  /** Base URL of the backend, as browsers reach it. */
  backendUrl: 'HELIOGRAPH_BACKEND_URL',
  /** Comma-separated origins that may call the backend from a browser. */
  allowedOrigins: 'HELIOGRAPH_ALLOWED_ORIGINS',
  /** Where the collector listens: `host:port`. */
  collectorListen: 'HELIOGRAPH_COLLECTOR_LISTEN',
  /** Base URL of the collector, as people on the same machine reach it. */
  collectorUrl: 'HELIOGRAPH_COLLECTOR_URL',
  /** Name of the machine in frames and history; its host name when absent. */
  collectorSource: 'HELIOGRAPH_SOURCE',
  /** Folder for what a deployable keeps on disk. */
  dataFolder: 'HELIOGRAPH_DATA',
} as const;
