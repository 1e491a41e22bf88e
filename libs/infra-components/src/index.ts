import './infrastructure-arguments.ts';

export { SignalRService, signalRHostName } from './signalr-service.ts';
export type {
  CustomDomain,
  PublicRequest,
  SignalRReplicaChoice,
  SignalRServiceArgs,
  UpstreamTemplate,
} from './signalr-service.ts';
export { checkTier, signalRSkus, tierOf, unitsOf } from './signalr-tier.ts';
export type { SignalRSku, SignalRTier } from './signalr-tier.ts';
export { FunctionApp } from './function-app.ts';
export type { FunctionAppArgs } from './function-app.ts';
export { checkAppSettings, forbiddenSettings, hostSettings } from './function-settings.ts';
export type { FunctionPlan } from './function-settings.ts';
export { ContainerWorker } from './container-worker.ts';
export type { ContainerWorkerArgs } from './container-worker.ts';
export { StaticSite } from './static-site.ts';
export type { StaticSiteArgs } from './static-site.ts';
export { StorageAccount } from './storage-account.ts';
export type { Redundancy, StorageAccountArgs } from './storage-account.ts';
export { ApplicationTelemetry } from './application-telemetry.ts';
export type { ApplicationTelemetryArgs } from './application-telemetry.ts';
export { LogWorkspace } from './log-workspace.ts';
export type { LogWorkspaceArgs } from './log-workspace.ts';
export { SecretVault } from './secret-vault.ts';
export type { SecretVaultArgs } from './secret-vault.ts';
export type { VaultSettings } from './vault-settings.ts';
export { grantRole } from './role-assignment.ts';
export type { GrantOptions } from './role-assignment.ts';
export { stableUuid } from './stable-uuid.ts';
export { azureName, checkExistingName, isEnvironmentName, namedKinds } from './azure-name.ts';
export type { NamedKind, NameParts } from './azure-name.ts';
export { nameIn } from './surroundings.ts';
export type { Surroundings } from './surroundings.ts';
export { recordResources, withoutMarks } from './recording/record-resources.ts';
export type {
  RecordedResource,
  Recording,
  RecordingOptions,
} from './recording/record-resources.ts';
export { answerCall, answerResource, knownLater } from './recording/azure-answers.ts';
export type { KnownAzure } from './recording/azure-answers.ts';
export { InfraError, infraErrorCodes } from './infra-error.ts';
export type { InfraErrorCode } from './infra-error.ts';
