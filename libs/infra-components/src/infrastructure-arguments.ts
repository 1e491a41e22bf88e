/**
 * What `configureInfrastructure` of the app model gets to see: the arguments of the Azure resource
 * that stands for each kind. Whoever imports this library has the types, and the model needs none
 * of it.
 */
import type { ContainerAppArgs } from '@pulumi/azure-native/app/index.js';
import type { ComponentArgs } from '@pulumi/azure-native/applicationinsights/index.js';
import type { SignalRArgs } from '@pulumi/azure-native/signalrservice/index.js';
import type { StorageAccountArgs } from '@pulumi/azure-native/storage/index.js';
import type { StaticSiteArgs, WebAppArgs } from '@pulumi/azure-native/web/index.js';

declare module '@heliograph/app-model-core' {
  interface InfrastructureArguments {
    'azure-signalr': SignalRArgs;
    'azure-functions-app': WebAppArgs;
    'azure-tables': StorageAccountArgs;
    'application-insights': ComponentArgs;
    'container-app': ContainerAppArgs;
    'static-site': StaticSiteArgs;
  }
}
