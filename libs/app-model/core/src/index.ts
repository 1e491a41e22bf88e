export { createBuilder } from './app-builder.ts';
export type { AppBuilder } from './app-builder.ts';
export { text } from './value.ts';
export type { EndpointProperty, Expression, Value, ValueSource } from './value.ts';
export type {
  AzureFunctionsAppBuilder,
  AzureSignalRBuilder,
  AzureTablesBuilder,
  EndpointValues,
  OpenIdProviderBuilder,
  ResourceBuilder,
} from './resource-builder.ts';
export { settingsOf } from './resource.ts';
export type {
  AppModel,
  AzureFunctionsApp,
  AzureSignalR,
  AzureTables,
  Endpoint,
  HealthCheck,
  NodeApp,
  OpenIdProvider,
  Parameter,
  Reference,
  Resource,
  ResourceKind,
  ResourceOf,
  ViteApp,
} from './resource.ts';
export { ModelError, modelErrorCodes } from './model-error.ts';
export type { ModelErrorCode } from './model-error.ts';
export { isSecret, resolveValue } from './value.ts';
export { startPlan } from './start-plan.ts';
export type { PlannedStart } from './start-plan.ts';
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
