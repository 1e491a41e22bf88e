import type * as pulumi from '@pulumi/pulumi';
import { azureName, type NamedKind } from './azure-name.ts';

/** What all resources of one environment have in common. */
export interface Surroundings {
  /** Short name of the platform, as names of resources begin. */
  readonly platform: string;
  readonly environment: string;
  /** Whatever tells this stack from all others. */
  readonly uniqueness: string;
  readonly location: string;
  readonly resourceGroupName: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** The workspace of Log Analytics that receives diagnostic logs. */
  readonly workspaceId: pulumi.Input<string>;
}

/** The name in Azure of one part of the platform. */
export function nameIn(
  surroundings: Pick<Surroundings, 'platform' | 'environment' | 'uniqueness'>,
  kind: NamedKind,
  part?: string,
): string {
  const { platform, environment, uniqueness } = surroundings;
  return azureName(kind, {
    platform,
    environment,
    uniqueness,
    ...(part !== undefined && { part }),
  });
}
