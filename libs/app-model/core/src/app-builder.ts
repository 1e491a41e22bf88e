import { checkModel } from './check-model.ts';
import type { AppModel, NodeApp, Parameter, ViteApp } from './resource.ts';
import {
  AzureFunctionsAppBuilder,
  AzureSignalRBuilder,
  AzureTablesBuilder,
  OpenIdProviderBuilder,
  ResourceBuilder,
} from './resource-builder.ts';
import type { Expression } from './value.ts';

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
  addAzureSignalR(name: string): AzureSignalRBuilder;
  addAzureFunctionsApp(name: string, folder: string): AzureFunctionsAppBuilder;
  addNodeApp(name: string, entry: string): ResourceBuilder<NodeApp>;
  addViteApp(name: string, folder: string): ResourceBuilder<ViteApp>;
  addOpenIdProvider(
    name: string,
    options: { readonly clientId: string; readonly audience: string },
  ): OpenIdProviderBuilder;
  addAzureTables(name: string): AzureTablesBuilder;
  /**
   * The description, checked as a whole and frozen.
   * @throws ModelError
   */
  build(): AppModel;
}

const anyPort = { http: { scheme: 'http', port: 0 } } as const;

export function createBuilder(): AppBuilder {
  const parameters: Parameter[] = [];
  const resources: ResourceBuilder[] = [];

  const add = <Builder extends ResourceBuilder>(builder: Builder): Builder => {
    resources.push(builder);
    return builder;
  };
  const empty = (name: string) =>
    ({ name, endpoints: {}, references: [], environment: {}, waitsFor: [] }) as const;
  const listening = (name: string) => ({ ...empty(name), endpoints: anyPort });
  const urlOf = (name: string): Expression => ({
    kind: 'endpoint',
    resource: name,
    endpoint: 'http',
    property: 'url',
  });
  const settingName = (name: string, suffix: string): string =>
    `${name.replaceAll('-', '_').toUpperCase()}_${suffix}`;

  return {
    addParameter(name, { secret = false } = {}) {
      parameters.push({ name, secret });
      return { kind: 'parameter', name, secret };
    },
    addAzureSignalR: (name) =>
      add(
        new AzureSignalRBuilder(
          { ...listening(name), kind: 'azure-signalr', upstreams: [], allowedOrigins: [] },
          'AzureSignalRConnectionString',
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
        ),
      ),
    addNodeApp: (name, entry) =>
      add(
        new ResourceBuilder<NodeApp>(
          { ...listening(name), kind: 'node-app', run: 'process', entry, connection: urlOf(name) },
          settingName(name, 'URL'),
        ),
      ),
    addViteApp: (name, folder) =>
      add(
        new ResourceBuilder<ViteApp>(
          { ...listening(name), kind: 'vite-app', run: 'process', folder, connection: urlOf(name) },
          settingName(name, 'URL'),
        ),
      ),
    addOpenIdProvider: (name, { clientId, audience }) =>
      add(
        new OpenIdProviderBuilder(
          { ...listening(name), kind: 'openid-provider', clientId, audience, clientOrigins: [] },
          settingName(name, 'AUTHORITY'),
        ),
      ),
    addAzureTables: (name) =>
      add(
        new AzureTablesBuilder(
          { ...empty(name), kind: 'azure-tables' },
          settingName(name, 'CONNECTION'),
        ),
      ),
    build: () =>
      checkModel({
        resources: resources.map((builder) => builder.describe()),
        parameters: [...parameters],
      }),
  };
}
