import * as keyvault from '@pulumi/azure-native/keyvault/index.js';
import * as pulumi from '@pulumi/pulumi';
import { sendLogs } from './send-logs.ts';
import { nameIn, type Surroundings } from './surroundings.ts';

export interface SecretVaultArgs {
  readonly surroundings: Surroundings;
  readonly tenantId: pulumi.Input<string>;
  readonly customize?: (args: keyvault.VaultArgs) => keyvault.VaultArgs;
}

/** A key vault for the few secrets that no identity replaces; access by roles alone. */
export class SecretVault extends pulumi.ComponentResource {
  readonly vaultId: pulumi.Output<string>;
  readonly #vaultName: pulumi.Output<string>;
  readonly #name: string;
  readonly #resourceGroupName: pulumi.Input<string>;

  constructor(name: string, args: SecretVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super('heliograph:infra:SecretVault', name, {}, opts);
    const { surroundings, tenantId, customize = (same) => same } = args;

    const vault = new keyvault.Vault(
      name,
      customize({
        vaultName: nameIn(surroundings, 'vault', name),
        resourceGroupName: surroundings.resourceGroupName,
        location: surroundings.location,
        tags: surroundings.tags,
        properties: {
          tenantId,
          sku: { family: 'A', name: 'standard' },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          enablePurgeProtection: true,
        },
      }),
      { parent: this },
    );
    sendLogs(name, {
      resourceId: vault.id,
      workspaceId: surroundings.workspaceId,
      parent: this,
    });

    this.#name = name;
    this.#resourceGroupName = surroundings.resourceGroupName;
    this.#vaultName = vault.name;
    this.vaultId = vault.id;
    this.registerOutputs({ vaultId: this.vaultId });
  }

  /**
   * Keeps a secret and returns its URI without a version, which always leads to the newest value.
   * Of the name, letters, digits and hyphens remain, which is what a vault takes.
   */
  keep(name: string, value: pulumi.Input<string>): pulumi.Output<string> {
    const secretName = name.replaceAll(/[^A-Za-z0-9]+/g, '-');
    const secret = new keyvault.Secret(
      `${this.#name}-${secretName}`,
      {
        secretName,
        vaultName: this.#vaultName,
        resourceGroupName: this.#resourceGroupName,
        properties: { value: pulumi.secret(value) },
      },
      { parent: this },
    );
    return pulumi.interpolate`https://${this.#vaultName}.vault.azure.net/secrets/${secret.name}`;
  }
}
