import * as identity from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { createCredential } from './entra-token.ts';

describe(createCredential, () => {
  const app = { type: 'azure.app', tenantId: 'a-tenant', clientId: 'a-client' } as const;

  it.for([
    [{ type: 'azure' }, identity.DefaultAzureCredential],
    [{ type: 'azure.msi' }, identity.ManagedIdentityCredential],
    [{ ...app, clientSecret: 's' }, identity.ClientSecretCredential],
    [{ ...app, clientCertPath: '/c.pem' }, identity.ClientCertificateCredential],
  ] as const)('knows who %j is', ([auth, kind]) => {
    expect(createCredential(identity, auth)).toBeInstanceOf(kind);
  });
});
