import { InfraError } from '@heliograph/infra-components';
import * as pulumi from '@pulumi/pulumi';
import { createStack, type CreatedStack, type StackOptions } from './create-stack.ts';

/** A resource as it would be asked for. */
export interface RecordedResource {
  /** Such as `azure-native:storage:StorageAccount`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface RecordedStack {
  /** Azure resources in the order in which they were asked for; components are left away. */
  readonly resources: readonly RecordedResource[];
  readonly outputs: Readonly<Record<keyof CreatedStack['outputs'], unknown>>;
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface RecordOptions extends StackOptions {
  /** System keys that the function app is taken to have. */
  readonly systemKeys?: Readonly<Record<string, string>>;
  /** Service mode of a SignalR Service that exists already. */
  readonly existingMode?: string;
}

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';

/** Creates a stack in memory: nothing leaves this machine, and Azure is not asked. */
export async function recordStack(options: RecordOptions): Promise<RecordedStack> {
  const resources: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        if (type.startsWith('azure-native:')) resources.push({ type, name, inputs });
        return { id: idOf(type, name), state: { ...inputs, ...knownLater(type, name, inputs) } };
      },
      call({ token, inputs }) {
        if (token.endsWith(':getClientConfig')) return { tenantId: 'the-tenant' };
        if (token.endsWith(':listWebAppHostKeys')) return { systemKeys: options.systemKeys };
        if (token.endsWith(':getSignalR')) {
          const features = [{ flag: 'ServiceMode', value: options.existingMode ?? 'Default' }];
          return { id: idOf('signalr', String(inputs['resourceName'])), features };
        }
        throw new InfraError('option-invalid', `Nothing answers ${token} in memory`);
      },
    },
    'heliograph',
    options.environment.name,
    false,
  );
  try {
    const { outputs, settings } = createStack(options);
    const known = await valueOf(outputs);
    const knownSettings = await valueOf(Object.fromEntries(settings));
    return { resources, outputs: known, settings: knownSettings };
  } finally {
    // Also what was begun before a refusal ends here, and not in the next recording.
    await pulumi.runtime.disconnect();
  }
}

const idOf = (type: string, name: string): string =>
  `${subscription}/resourceGroups/recorded/${type.replaceAll(':', '/')}/${name}`;

/** Members that only Azure knows, in the shape that it gives them. */
function knownLater(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(inputs).find(
    ([key]) =>
      /^(resource|account|vault|registry|secret)?Name$/i.test(key) && key !== 'resourceGroupName',
  )?.[1];
  const named = { name: inputs['name'] ?? given ?? inputs['resourceGroupName'] };
  const identity = { identity: { principalId: `principal-of-${name}`, type: 'SystemAssigned' } };
  switch (type.split(':').at(-1)) {
    case 'SignalR':
      return {
        ...named,
        ...identity,
        hostName: `${String(named.name)}.service.signalr.net`,
        publicPort: 443,
      };
    case 'WebApp':
      return { ...named, ...identity, defaultHostName: `${String(named.name)}.azurewebsites.net` };
    case 'StaticSite':
      return { ...named, defaultHostname: `${name}.azurestaticapps.net` };
    case 'Component':
      return { ...named, connectionString: 'InstrumentationKey=0;IngestionEndpoint=https://in/' };
    case 'UserAssignedIdentity':
      return { ...named, principalId: `principal-of-${name}`, clientId: `client-of-${name}` };
    case 'Registry':
      return { ...named, loginServer: `${String(named.name)}.azurecr.io` };
    case 'ContainerApp':
      return {
        ...named,
        configuration: { ingress: { fqdn: `${name}.azurecontainerapps.io` } },
      };
    default:
      return named;
  }
}

function valueOf<T>(value: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve, reject) => {
    const output = pulumi.output(value);
    output.apply((known) => resolve(known as pulumi.Unwrap<T>));
    // An output that failed never calls back; its promise says why.
    (output as unknown as { promise(): Promise<unknown> }).promise().catch(reject);
  });
}
