import { existingConnection } from './external-resource.ts';
import { ModelError } from './model-error.ts';
import type {
  AppMode,
  AzureFunctionsApp,
  AzureSignalR,
  AzureTables,
  ContainerApp,
  Endpoint,
  InfrastructureOf,
  OpenIdProvider,
  Resource,
} from './resource.ts';
import { text, type EndpointProperty, type Expression, type Value } from './value.ts';

/** Addresses of an endpoint, as late values. */
export type EndpointValues = Readonly<Record<EndpointProperty, Expression>>;

/**
 * Describes one resource. Nothing starts or is created here: every method adds to the data that
 * `AppBuilder.build` hands out.
 */
export class ResourceBuilder<Draft extends Resource = Resource> {
  protected draft: Draft;
  /** Name of the setting that a reference to this resource fills unless told otherwise. */
  readonly #settingName: string;

  readonly #mode: AppMode;

  constructor(draft: Draft, settingName: string, mode: AppMode = 'run') {
    this.draft = draft;
    this.#settingName = settingName;
    this.#mode = mode;
  }

  get name(): string {
    return this.draft.name;
  }

  /** The resource as described so far. */
  describe(): Draft {
    return this.draft;
  }

  /** Changes where it listens: `port` when nobody chooses another, 0 for any free one. */
  withHttpEndpoint(endpoint: { readonly port: number; readonly name?: string }): this {
    const { name = 'http', port } = endpoint;
    const described: Endpoint = { scheme: 'http', port };
    return this.#with({ endpoints: { ...this.draft.endpoints, [name]: described } });
  }

  /**
   * Fills a setting of this resource with what it takes to reach `target`.
   * @throws ModelError `setting-duplicate`
   */
  withReference(target: ResourceBuilder, options: { readonly as?: string } = {}): this {
    const as = options.as ?? target.#settingName;
    this.#refuseSecondValue(as);
    return this.#with({ references: [...this.draft.references, { resource: target.name, as }] });
  }

  /** Starts this resource only once the others are healthy. */
  waitFor(...others: readonly ResourceBuilder[]): this {
    return this.#with({
      waitsFor: [...new Set([...this.draft.waitsFor, ...others.map((other) => other.name)])],
    });
  }

  /**
   * Sets settings of this resource.
   * @throws ModelError `setting-duplicate`
   */
  withEnvironment(settings: Readonly<Record<string, Value>>): this {
    for (const name of Object.keys(settings)) this.#refuseSecondValue(name);
    return this.#with({ environment: { ...this.draft.environment, ...settings } });
  }

  /** A path that answers 2xx once the resource can do its work. */
  withHttpHealthCheck(path: string, endpoint = 'http'): this {
    return this.#with({ healthCheck: { endpoint, path } });
  }

  /** Addresses of one of its endpoints. */
  endpoint(name = 'http'): EndpointValues {
    const property = (what: EndpointProperty): Expression => ({
      kind: 'endpoint',
      resource: this.name,
      endpoint: name,
      property: what,
    });
    return {
      url: property('url'),
      host: property('host'),
      port: property('port'),
      address: property('address'),
      origins: property('origins'),
    };
  }

  /**
   * Has something that exists in Azure used instead of creating it. What runs here for it, or is
   * created for it, is then left away. A local run reaches it with the identity of whoever signed
   * in on this machine (`az login`).
   * @throws ModelError `mode-unfit` in a local run, for what cannot be reached by its name alone
   */
  asExisting(name: string, resourceGroup: string): this {
    const { kind } = this.draft;
    if (this.#mode === 'run' && existingConnection(kind, name) === undefined) {
      throw new ModelError(
        'mode-unfit',
        `${this.name}: asExisting() is for publish mode here, because the name alone does not say how to reach it`,
      );
    }
    return this.#with({ existing: { name, resourceGroup } });
  }

  /**
   * Changes the arguments of the Azure resource that this one becomes, after all defaults. Has no
   * effect on a local run.
   */
  configureInfrastructure(
    change: (args: InfrastructureOf<Draft['kind']>) => InfrastructureOf<Draft['kind']>,
  ): this {
    return this.#with({ infrastructure: [...this.draft.infrastructure, change] });
  }

  /** @throws ModelError `mode-unfit` naming the resource and the choice */
  protected refuseUnless(mode: AppMode, choice: string): void {
    if (this.#mode === mode) return;
    throw new ModelError(
      'mode-unfit',
      `${this.name}: ${choice} is for ${mode} mode, and this model is made in ${this.#mode} mode`,
    );
  }

  #refuseSecondValue(setting: string): void {
    const { name, environment, references } = this.draft;
    if (setting in environment || references.some(({ as }) => as === setting)) {
      throw new ModelError('setting-duplicate', `${name}: the setting ${setting} has two values`);
    }
  }

  // The generic draft keeps its own kind: only members that all kinds share are replaced here.
  #with(change: Partial<Omit<Resource, 'kind' | 'name'>>): this {
    this.draft = { ...this.draft, ...change };
    return this;
  }
}

/** Describes an Azure SignalR Service. */
export class AzureSignalRBuilder extends ResourceBuilder<AzureSignalR> {
  /** On this machine an emulator stands in for the service, with this access key. */
  runAsEmulator(options: { readonly accessKey: Value }): this {
    const { url } = this.endpoint();
    this.refuseUnless('run', 'runAsEmulator()');
    this.draft = {
      ...this.draft,
      run: 'process',
      emulatorKey: options.accessKey,
      connection: text`Endpoint=${url};AccessKey=${options.accessKey};Version=1.0;`,
    };
    return this;
  }

  /** Sends client events to a URL template; `{hub}`, `{category}` and `{event}` are filled in. */
  withUpstream(template: Value): this {
    this.draft = { ...this.draft, upstreams: [...this.draft.upstreams, template] };
    return this;
  }

  withAllowedOrigins(...origins: readonly Value[]): this {
    this.draft = { ...this.draft, allowedOrigins: [...this.draft.allowedOrigins, ...origins] };
    return this;
  }
}

/** Describes a function app. */
export class AzureFunctionsAppBuilder extends ResourceBuilder<AzureFunctionsApp> {
  withAllowedOrigins(...origins: readonly Value[]): this {
    this.draft = { ...this.draft, allowedOrigins: [...this.draft.allowedOrigins, ...origins] };
    return this;
  }
}

/** Describes a provider of sign-in. */
export class OpenIdProviderBuilder extends ResourceBuilder<OpenIdProvider> {
  /** On this machine a provider with one-click personas stands in for Microsoft Entra ID. */
  runAsLocalProvider(): this {
    this.refuseUnless('run', 'runAsLocalProvider()');
    this.draft = { ...this.draft, run: 'process', connection: this.endpoint().url };
    return this;
  }

  /**
   * People sign in at this issuer, in Azure and on this machine alike. Our application is registered
   * there beforehand.
   */
  asIssuer(authority: Value): this {
    this.draft = { ...this.draft, run: 'external', connection: authority };
    return this;
  }

  /** Origins of the web application whose people sign in. */
  withClientOrigins(...origins: readonly Value[]): this {
    this.draft = { ...this.draft, clientOrigins: [...this.draft.clientOrigins, ...origins] };
    return this;
  }
}

/** Describes Azure Table Storage. */
export class AzureTablesBuilder extends ResourceBuilder<AzureTables> {
  /** On this machine an SQLite database in this file stands in for the storage account. */
  runAsLocalFile(file: Value): this {
    this.refuseUnless('run', 'runAsLocalFile()');
    this.draft = { ...this.draft, run: 'value', connection: text`sqlite:${file}` };
    return this;
  }
}

/** Describes a program that is a container in Azure. */
export class ContainerAppBuilder extends ResourceBuilder<ContainerApp> {
  /** How many run in Azure; one runs here. */
  withReplicas(minimum: number, maximum = minimum): this {
    if (!Number.isInteger(minimum) || !Number.isInteger(maximum) || minimum < 0) {
      throw new ModelError('replicas-invalid', `${this.name}: replicas are counted from 0`);
    }
    if (maximum < 1 || maximum < minimum) {
      throw new ModelError(
        'replicas-invalid',
        `${this.name}: ${minimum} to ${maximum} replicas are none`,
      );
    }
    this.draft = { ...this.draft, replicas: { minimum, maximum } };
    return this;
  }
}
