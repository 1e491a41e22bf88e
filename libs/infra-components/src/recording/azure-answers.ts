import { InfraError } from '../infra-error.ts';

/** What Azure is taken to hold already. */
export interface KnownAzure {
  /** System keys of every function app. */
  readonly systemKeys?: Readonly<Record<string, string>> | undefined;
  /** Members of the SignalR Services that exist already, such as `features`. */
  readonly existingSignalR?: Readonly<Record<string, unknown>> | undefined;
}

type Members = Readonly<Record<string, unknown>>;

/** Part of every value that only Azure can give, so that nobody takes it for a real one. */
export const knownLater = 'known-later';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const tenantId = '00000000-0000-0000-0000-000000000002';

const idOf = (type: string, name: string): string =>
  `${subscription}/resourceGroups/recorded/${type.replaceAll(':', '/')}/${name}`;

/** The id and the members of a new resource, in the shape that Azure gives them. */
export function answerResource(type: string, name: string, inputs: Members) {
  const id = type.startsWith('azure-native:') ? idOf(type, name) : '';
  return { id, state: { ...inputs, ...membersOf(type, name, inputs) } };
}

/**
 * What a look-up yields.
 *
 * @throws InfraError `option-invalid` for one that nobody here knows
 */
export function answerCall(token: string, inputs: Members, known: KnownAzure): Members {
  switch (token.split(':').at(-1)) {
    case 'getClientConfig':
      return { tenantId };
    case 'listWebAppHostKeys':
      return { systemKeys: known.systemKeys };
    case 'getSignalR':
      return { id: idOf('signalr', String(inputs['resourceName'])), ...known.existingSignalR };
    case 'getStorageAccount':
      return { id: idOf('storage', String(inputs['accountName'])) };
    default:
      throw new InfraError('option-invalid', `Nothing answers ${token} in memory`);
  }
}

function membersOf(type: string, name: string, inputs: Members): Members {
  const given = Object.entries(inputs).find(
    ([key]) =>
      /^(resource|account|vault|registry|secret|certificate|virtualNetwork)?Name$/i.test(key) &&
      key !== 'resourceGroupName',
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
      return { ...named, defaultHostname: `${name}.${knownLater}.azurestaticapps.net` };
    case 'Component':
      return {
        ...named,
        connectionString: `InstrumentationKey=${knownLater};IngestionEndpoint=https://${knownLater}/`,
      };
    case 'UserAssignedIdentity':
      return { ...named, principalId: `principal-of-${name}`, clientId: `client-of-${name}` };
    case 'Registry':
      return { ...named, loginServer: `${String(named.name)}.azurecr.io` };
    case 'ContainerApp':
      return {
        ...named,
        configuration: { ingress: { fqdn: `${name}.${knownLater}.azurecontainerapps.io` } },
      };
    default:
      return named;
  }
}
