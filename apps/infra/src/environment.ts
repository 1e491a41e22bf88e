import { InfraError, isEnvironmentName, signalRSkus } from '@heliograph/infra-components';
import * as z from 'zod';
import { upstreamStages } from './upstream.ts';

/**
 * What a stack's configuration says about its environment, under `heliograph:environment`. Members
 * that nobody knows are refused, so that a misspelt one is not silently a default.
 */
const environmentSchema = z.strictObject({
  name: z
    .string()
    .refine(
      isEnvironmentName,
      'must be 2 to 20 lower-case letters, digits or single inner hyphens',
    ),
  location: z.string().regex(/^[a-z]+[0-9]*$/, 'must be a region such as westeurope'),
  signalr: z.strictObject({
    sku: z.enum(signalRSkus),
    capacity: z.int().min(1),
    /** Kinds of requests from the public network; all others are denied. */
    publicRequests: z.array(z.enum(['ClientConnection', 'RESTAPI'])),
    replicas: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{1,61}[a-zA-Z0-9]$/),
          location: z.string(),
          capacity: z.int().min(1),
        }),
      )
      .optional(),
    autoscale: z.strictObject({ minimum: z.int().min(1), maximum: z.int().min(1) }).optional(),
    customDomain: z
      .strictObject({
        domainName: z.hostname(),
        /** Resource id of the key vault with the certificate. */
        vaultId: z
          .string()
          .regex(
            /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/[A-Za-z0-9-]{3,24}$/i,
            'must be the resource id of a key vault',
          ),
        certificateName: z.string().regex(/^[A-Za-z0-9-]{1,127}$/),
      })
      .optional(),
    /** A service that exists already, used as it is; the sizes above then say nothing. */
    existing: z
      .strictObject({ name: z.string().min(1), resourceGroup: z.string().min(1) })
      .optional(),
    /** Application id URI of the functions, where the upstream proves who it is besides its key. */
    upstreamIdentity: z.string().min(1).optional(),
  }),
  functions: z.strictObject({
    plan: z.enum(['flex', 'consumption']),
    instanceMemory: z.literal([512, 2048, 4096]),
    maximumInstances: z.int().min(40).max(1000),
    alwaysReady: z.int().min(0).max(40).default(0),
  }),
  collector: z.strictObject({
    /** Container Apps gives each core 2 GiB. */
    cpu: z.literal([0.25, 0.5, 1, 2]),
    /** `repository:tag` in the collector's registry, once it was pushed. */
    image: z
      .string()
      .regex(/^[a-z0-9/._-]+:[\w.-]+$/, 'must be repository:tag')
      .optional(),
  }),
  dashboard: z.strictObject({ sku: z.enum(['Free', 'Standard']), location: z.string().min(1) }),
  storageRedundancy: z.enum(['LRS', 'ZRS', 'GZRS']),
  logRetentionDays: z.int().min(30).max(730),
  zoneRedundant: z.boolean(),
  upstream: z.enum(upstreamStages),
  signIn: z.strictObject({
    authority: z.url({ protocol: /^https$/ }),
    clientId: z.string().min(1),
    audience: z.string().min(1),
  }),
  /** Origins beside the dashboard's own that browsers may come from. */
  extraOrigins: z.array(z.url()).default([]),
});

export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads the environment of a stack.
 *
 * @throws InfraError `configuration-invalid` with a line for each fault
 */
export function readEnvironment(stack: string, configured: unknown): Environment {
  if (configured === undefined) {
    throw new InfraError(
      'configuration-invalid',
      `The stack ${stack} has no heliograph:environment; Pulumi.dev.yaml, Pulumi.production.yaml and Pulumi.critical.yaml show how it looks`,
    );
  }
  const read = environmentSchema.safeParse(configured);
  if (!read.success) {
    const faults = read.error.issues.map(
      ({ path, message }) => `heliograph:${['environment', ...path].join('.')}: ${message}`,
    );
    throw new InfraError('configuration-invalid', faults.join('\n'));
  }
  checkTogether(read.data);
  return read.data;
}

/** What the files of this project hold instead of ids that only a tenant knows. */
const placeholder = '00000000-0000-0000-0000-000000000000';

/**
 * Refuses the placeholders of sign-in, with which a stack would come up and let nobody in.
 *
 * @throws InfraError `configuration-invalid`
 */
export function checkRegistered(stack: string, { signIn }: Environment): void {
  const [unset] = Object.entries(signIn).filter(([, value]) => value.includes(placeholder));
  if (!unset) return;
  throw new InfraError(
    'configuration-invalid',
    `heliograph:environment.signIn.${unset[0]} is a placeholder: run npx nx run infra:register-sign-in -- --stack ${stack}, and what it prints`,
  );
}

function checkTogether({ name, zoneRedundant, functions, storageRedundancy }: Environment): void {
  if (!zoneRedundant) return;
  const refuse = (rule: string): never => {
    throw new InfraError('configuration-invalid', `${name}: zone redundancy ${rule}`);
  };
  if (functions.plan !== 'flex') refuse('needs functions.plan flex');
  if (storageRedundancy === 'LRS') refuse('needs storageRedundancy ZRS or GZRS');
  if (functions.alwaysReady === 1) refuse('needs functions.alwaysReady of 0, or at least 2');
}
