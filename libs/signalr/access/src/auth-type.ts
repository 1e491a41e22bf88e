import { AccessError } from './access-error.ts';
import type { ConnectionProperties } from './connection-properties.ts';

/** How to sign in with Microsoft Entra ID instead of a shared key: the connection string's `AuthType`. */
export type AuthType =
  /** Whatever identity the environment offers. */
  | { readonly type: 'azure' }
  /** A managed identity: the system's, or the user-assigned one with `clientId`. */
  | { readonly type: 'azure.msi'; readonly clientId?: string }
  /** An application with a secret or a certificate file. */
  | {
      readonly type: 'azure.app';
      readonly clientId: string;
      readonly tenantId: string;
      readonly clientSecret?: string;
      readonly clientCertPath?: string;
    };

/** Reads `AuthType` and what belongs to it. @throws AccessError `connection-string-malformed` */
export function readAuthType(properties: ConnectionProperties): AuthType | undefined {
  const type = properties.get('authtype')?.toLowerCase();
  const clientId = properties.get('clientid');
  const tenantId = properties.get('tenantid');
  const clientSecret = properties.get('clientsecret');
  const clientCertPath = properties.get('clientcertpath') ?? properties.get('clientcert');
  switch (type) {
    case undefined:
      return undefined;
    case 'azure':
    case 'aad': // the older spelling
      return { type: 'azure' };
    case 'azure.msi':
      return clientId ? { type, clientId } : { type };
    case 'azure.app':
      if (!clientId || !tenantId || (!clientSecret && !clientCertPath)) {
        throw new AccessError(
          'connection-string-malformed',
          'The connection string has AuthType=azure.app, which needs ClientId, TenantId and one of ClientSecret and ClientCertPath',
        );
      }
      return {
        type,
        clientId,
        tenantId,
        ...(clientSecret && { clientSecret }),
        ...(clientCertPath && { clientCertPath }),
      };
    default:
      throw new AccessError(
        'connection-string-malformed',
        'The connection string has an unknown AuthType; it should be azure, azure.msi or azure.app',
      );
  }
}

/** The connection string's properties for an identity, in the order in which they are written. */
export function authTypeProperties(auth: AuthType): [string, string | undefined][] {
  return [
    ['AuthType', auth.type],
    ['ClientId', auth.type === 'azure' ? undefined : auth.clientId],
    ['TenantId', auth.type === 'azure.app' ? auth.tenantId : undefined],
    ['ClientSecret', auth.type === 'azure.app' ? auth.clientSecret : undefined],
    ['ClientCertPath', auth.type === 'azure.app' ? auth.clientCertPath : undefined],
  ];
}
