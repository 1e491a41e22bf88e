export { createBuilder } from './app-builder.ts';
export type { AppBuilder, BuilderOptions } from './app-builder.ts';
export { text } from './value.ts';
export type { EndpointProperty, Expression, Value, ValueSource } from './value.ts';
export type {
  AzureFunctionsAppBuilder,
  AzureSignalRBuilder,
  AzureTablesBuilder,
  ContainerAppBuilder,
  EndpointValues,
  OpenIdProviderBuilder,
  ResourceBuilder,
} from './resource-builder.ts';
export { settingsOf } from './resource.ts';
export { connectionStringName } from './external-resource.ts';
export { azureRoleIds, roleGrants } from './azure-roles.ts';
export type { AzureRole, RoleGrant } from './azure-roles.ts';
export type {
  AppMode,
  AppModel,
  ApplicationInsights,
  AzureFunctionsApp,
  AzureSignalR,
  AzureTables,
  ConnectionString,
  ContainerApp,
  Endpoint,
  ExistingResource,
  HealthCheck,
  InfrastructureArguments,
  InfrastructureChange,
  InfrastructureOf,
  NodeApp,
  OpenIdProvider,
  Parameter,
  Reference,
  Resource,
  ResourceKind,
  ResourceOf,
  StaticSite,
  ViteApp,
} from './resource.ts';
export { ModelError, modelErrorCodes } from './model-error.ts';
export type { ModelErrorCode } from './model-error.ts';
export { expressionsIn, isSecret, resolveValue } from './value.ts';
export { startPlan } from './start-plan.ts';
export type { PlannedStart } from './start-plan.ts';
export { stopPlan } from './stop-plan.ts';
export type { PlannedStop } from './stop-plan.ts';
export { defaultPolicy, describeEnding, initialLifecycle, reduceLifecycle } from './lifecycle.ts';
export type {
  Ending,
  Lifecycle,
  LifecycleEffect,
  LifecycleEvent,
  LifecyclePolicy,
  LifecycleStep,
  ResourceState,
  ResourceStatus,
} from './lifecycle.ts';
export {
  actionsFor,
  describeStatus,
  healthOf,
  presentStates,
  resourceActions,
} from './resource-snapshot.ts';
export type {
  Health,
  LogLine,
  PresentState,
  ResourceAction,
  ResourceSnapshot,
  ShownSetting,
} from './resource-snapshot.ts';
