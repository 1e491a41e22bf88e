import { checkModel } from './check-model.ts';
import {
  connectionStringName,
  connectionStringParameter,
  settleForRun,
} from './external-resource.ts';
import { empty, listening, settingName, urlOf } from './new-resource.ts';
import type {
  AppMode,
  AppModel,
  ApplicationInsights,
  ConnectionString,
  NodeApp,
  Parameter,
  Resource,
  StaticSite,
  ViteApp,
} from './resource.ts';
import {
  AzureFunctionsAppBuilder,
  AzureSignalRBuilder,
  AzureTablesBuilder,
  ContainerAppBuilder,
  OpenIdProviderBuilder,
  ResourceBuilder,
} from './resource-builder.ts';
import { text, type Expression, type Value } from './value.ts';

/**
 * Describes a platform: which resources it has, who needs whom, in which order they start. The
 * result is inert data; an interpreter makes processes or cloud resources of it.
 *
 * To add a kind of resource: describe it in `resource.ts`, give it a builder in
 * `resource-builder.ts` if it has choices of its own, and a method here.
 */
export interface AppBuilder {
  /** Something whoever starts the platform supplies, to be used in other values. */
  addParameter(name: string, options?: { readonly secret?: boolean }): Expression;
  /** References to it fill `AzureSignalRConnectionString`, which Microsoft's bindings read. */
  addAzureSignalR(
    name: string,
    options?: { readonly mode?: 'Serverless' | 'Default' },
  ): AzureSignalRBuilder;
  addAzureFunctionsApp(name: string, folder: string): AzureFunctionsAppBuilder;
  /** A program that only runs locally. */
  addNodeApp(name: string, entry: string): ResourceBuilder<NodeApp>;
  /** A program that is a process here and a container in Azure. */
  addContainerApp(name: string, entry: string): ContainerAppBuilder;
  /** A web application that is only served locally. */
  addViteApp(name: string, folder: string): ResourceBuilder<ViteApp>;
  /** A web application that Vite serves here and Azure Static Web Apps in Azure. */
  addStaticSite(name: string, folder: string): ResourceBuilder<StaticSite>;
  /**
   * References to it fill `APPLICATIONINSIGHTS_CONNECTION_STRING`. Nothing stands in for it on one
   * machine: a local run has it by connection string only.
   */
  addApplicationInsights(name: string): ResourceBuilder<ApplicationInsights>;
  addOpenIdProvider(
    name: string,
    options: { readonly clientId: Value; readonly audience: Value },
  ): OpenIdProviderBuilder;
  addAzureTables(name: string): AzureTablesBuilder;
  /**
   * Something that is there already, of whatever kind, reached by a connection string that whoever
   * starts or deploys the platform supplies. References to it fill a setting of that very name.
   */
  addConnectionString(name: string): ResourceBuilder<ConnectionString>;
  /**
   * The description, checked as a whole and frozen.
   * @throws ModelError
   */
  build(): AppModel;
}

export interface BuilderOptions {
  /** What the description is for; a local run unless told otherwise. */
  readonly mode?: AppMode;
  /**
   * Names of resources for which whoever starts a local run supplies a connection string: they are
   * used where they are, whatever the description says. The strings themselves are values of the
   * parameters that `connectionStringName` names. A name that no resource bears has no effect,
   * because an environment may hold the strings of other programs as well.
   */
  readonly connectionStrings?: readonly string[];
}

export function createBuilder(options: BuilderOptions = {}): AppBuilder {
  const { mode = 'run' } = options;
  const supplied = new Set(mode === 'run' ? options.connectionStrings : []);
  const parameters: Parameter[] = [];
  const resources: ResourceBuilder[] = [];

  const add = <Builder extends ResourceBuilder>(builder: Builder): Builder => {
    resources.push(builder);
    return builder;
  };

  return {
    addParameter(name, { secret = false } = {}) {
      parameters.push({ name, secret });
      return { kind: 'parameter', name, secret };
    },
    addAzureSignalR: (name, { mode: serviceMode = 'Serverless' } = {}) =>
      add(
        new AzureSignalRBuilder(
          {
            ...listening(name),
            kind: 'azure-signalr',
            serviceMode,
            upstreams: [],
            allowedOrigins: [],
            // In Azure callers prove who they are; there is no key to hand on.
            ...(mode === 'publish' && {
              connection: text`Endpoint=${urlOf(name)};AuthType=azure.msi;Version=1.0;`,
            }),
          },
          'AzureSignalRConnectionString',
          mode,
        ),
      ),
    addAzureFunctionsApp: (name, folder) =>
      add(
        new AzureFunctionsAppBuilder(
          {
            ...listening(name),
            kind: 'azure-functions-app',
            run: 'process',
            folder,
            allowedOrigins: [],
            connection: urlOf(name),
          },
          settingName(name, 'URL'),
          mode,
        ),
      ),
    addNodeApp: (name, entry) =>
      add(
        new ResourceBuilder<NodeApp>(
          { ...listening(name), kind: 'node-app', run: 'process', entry, connection: urlOf(name) },
          settingName(name, 'URL'),
          mode,
        ),
      ),
    addContainerApp: (name, entry) =>
      add(
        new ContainerAppBuilder(
          {
            ...listening(name),
            kind: 'container-app',
            run: 'process',
            entry,
            replicas: { minimum: 1, maximum: 1 },
            connection: urlOf(name),
          },
          settingName(name, 'URL'),
          mode,
        ),
      ),
    addStaticSite: (name, folder) =>
      add(
        new ResourceBuilder<StaticSite>(
          {
            ...listening(name),
            kind: 'static-site',
            run: 'process',
            folder,
            connection: urlOf(name),
          },
          settingName(name, 'URL'),
          mode,
        ),
      ),
    addApplicationInsights: (name) =>
      add(
        new ResourceBuilder<ApplicationInsights>(
          {
            ...listening(name),
            kind: 'application-insights',
            connection: urlOf(name),
          },
          'APPLICATIONINSIGHTS_CONNECTION_STRING',
          mode,
        ),
      ),
    addViteApp: (name, folder) =>
      add(
        new ResourceBuilder<ViteApp>(
          { ...listening(name), kind: 'vite-app', run: 'process', folder, connection: urlOf(name) },
          settingName(name, 'URL'),
          mode,
        ),
      ),
    addOpenIdProvider: (name, { clientId, audience }) =>
      add(
        new OpenIdProviderBuilder(
          { ...listening(name), kind: 'openid-provider', clientId, audience, clientOrigins: [] },
          settingName(name, 'AUTHORITY'),
          mode,
        ),
      ),
    addAzureTables: (name) =>
      add(
        new AzureTablesBuilder(
          mode === 'run'
            ? { ...empty(name), kind: 'azure-tables' }
            : { ...listening(name), kind: 'azure-tables', connection: text`tables:${urlOf(name)}` },
          settingName(name, 'CONNECTION'),
          mode,
        ),
      ),
    addConnectionString: (name) =>
      add(
        new ResourceBuilder<ConnectionString>(
          {
            ...empty(name),
            kind: 'connection-string',
            ...(mode === 'publish' && {
              connection: { kind: 'parameter', ...connectionStringParameter(name) },
            }),
          },
          connectionStringName(name),
          mode,
        ),
      ),
    build() {
      const described = resources.map((builder) => builder.describe());
      const isSupplied = ({ name, kind }: Resource): boolean =>
        supplied.has(name) || (mode === 'publish' && kind === 'connection-string');
      return checkModel({
        mode,
        resources:
          mode === 'run'
            ? described.map((resource) => settleForRun(resource, supplied))
            : described,
        parameters: [
          ...parameters,
          ...described.filter(isSupplied).map(({ name }) => connectionStringParameter(name)),
        ],
      });
    },
  };
}
