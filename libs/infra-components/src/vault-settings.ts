import type * as pulumi from '@pulumi/pulumi';

/** Settings whose values are secrets of a key vault; a program gets them from there by its identity. */
export interface VaultSettings {
  readonly vaultId: pulumi.Input<string>;
  /** URI of the secret, by the name of the setting. */
  readonly uris: Readonly<Record<string, pulumi.Input<string>>>;
}
