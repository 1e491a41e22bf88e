import * as pulumi from '@pulumi/pulumi';
import { answerCall, answerResource, type KnownAzure } from './azure-answers.ts';

/** A resource as it would be asked for. */
export interface RecordedResource {
  /** Such as `azure-native:storage:StorageAccount`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Recording {
  /** Azure resources in the order in which they were asked for; components are left away. */
  readonly resources: readonly RecordedResource[];
  /** What the program returned, as it is once everything exists. Secrets are not marked as such. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface RecordingOptions {
  readonly stack: string;
  readonly known?: KnownAzure | undefined;
  /** Told of each resource when it is asked for; after a refusal nobody else says what there was. */
  readonly onResource?: ((resource: RecordedResource) => void) | undefined;
}

/**
 * Runs a program that creates resources in memory: nothing leaves this machine, and Azure is not
 * asked. One at a time, because Pulumi keeps the program under way in its module.
 */
export async function recordResources(
  { stack, known = {}, onResource }: RecordingOptions,
  program: () => Members | Promise<Members>,
): Promise<Recording> {
  const resources: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        if (type.startsWith('azure-native:')) {
          const resource = { type, name, inputs: withoutMarks(inputs) };
          resources.push(resource);
          onResource?.(resource);
        }
        return answerResource(type, name, inputs);
      },
      call: ({ token, inputs }) => answerCall(token, inputs, known),
    },
    'heliograph',
    stack,
    false,
  );
  try {
    const returned = await program();
    const values = await pulumi.runtime.serializeProperties('recorded', returned);
    return { resources, values: withoutMarks(values) };
  } finally {
    // Also what was begun before a refusal ends here, and not in the next recording.
    await pulumi.runtime.disconnect();
  }
}

type Members = Readonly<Record<string, unknown>>;

/** Takes the marks away by which Pulumi tells secrets from other values. */
export function withoutMarks(members: Members): Members {
  return Object.fromEntries(Object.entries(members).map(([key, value]) => [key, unmark(value)]));
}

function unmark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => unmark(member));
  if (typeof value !== 'object' || value === null) return value;
  if (pulumi.runtime.isRpcSecret(value)) return unmark(pulumi.runtime.unwrapRpcSecret(value));
  return withoutMarks({ ...value });
}
