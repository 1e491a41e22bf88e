/**
 * Names of Azure resources: pure, the same on every run, valid for every environment name, and
 * different between stacks where a name is taken by the whole world.
 *
 * Rules: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
import { createHash } from 'node:crypto';
import { InfraError } from './infra-error.ts';

interface NameRule {
  readonly longest: number;
  /** Whether hyphens are allowed. Where they are not, parts are written together. */
  readonly hyphens: boolean;
  /** The name is a host name or unique in Azure, so it ends with characters of its own. */
  readonly worldwide: boolean;
}

const nameRules = {
  'resource-group': { longest: 90, hyphens: true, worldwide: false },
  signalr: { longest: 63, hyphens: true, worldwide: true },
  // A function app's host id is cut to 32 characters; two that share them share their locks.
  'function-app': { longest: 32, hyphens: true, worldwide: true },
  plan: { longest: 40, hyphens: true, worldwide: false },
  storage: { longest: 24, hyphens: false, worldwide: true },
  vault: { longest: 24, hyphens: true, worldwide: true },
  registry: { longest: 50, hyphens: false, worldwide: true },
  'container-app': { longest: 32, hyphens: true, worldwide: false },
  'container-environment': { longest: 60, hyphens: true, worldwide: false },
  'static-site': { longest: 40, hyphens: true, worldwide: false },
  workspace: { longest: 63, hyphens: true, worldwide: false },
  telemetry: { longest: 260, hyphens: true, worldwide: false },
  network: { longest: 64, hyphens: true, worldwide: false },
} as const satisfies Record<string, NameRule>;

export type NamedKind = keyof typeof nameRules;
export const namedKinds = Object.keys(nameRules) as readonly NamedKind[];

export interface NameParts {
  /** Short name of the platform, at most 4 characters: storage accounts have room for 24. */
  readonly platform: string;
  readonly environment: string;
  /** The resource in the model; left away where there is one only. */
  readonly part?: string;
  /** Whatever tells this stack from all others, such as organisation, project and stack. */
  readonly uniqueness: string;
}

const platformName = /^[a-z][a-z0-9]{1,3}$/;
const environmentName = /^[a-z][a-z0-9-]{0,18}[a-z0-9]$/;
/** 30 bits, written with 6 characters. */
const markLength = 6;
const shortestReadable = 3;

/** True for a name an environment may have: 2 to 20 lower-case letters, digits and inner hyphens. */
export function isEnvironmentName(name: string): boolean {
  return environmentName.test(name) && !name.includes('--');
}

/**
 * The name of one resource. What does not fit is cut, and a mark made of the whole keeps names
 * apart that are cut alike.
 *
 * @throws InfraError `name-invalid`
 */
export function azureName(kind: NamedKind, parts: NameParts): string {
  const { platform, environment, part } = parts;
  const { longest, hyphens, worldwide } = nameRules[kind];
  if (!platformName.test(platform)) {
    throw new InfraError('name-invalid', `${kind}: the platform's short name has 2 to 4 letters`);
  }
  if (!isEnvironmentName(environment)) {
    throw new InfraError(
      'name-invalid',
      `${kind}: the environment ${JSON.stringify(environment)} is not 2 to 20 lower-case letters, digits or single inner hyphens`,
    );
  }
  const separator = hyphens ? '-' : '';
  const plain = (text: string): string => (hyphens ? text : text.replaceAll('-', ''));
  const words = [platform, environment, ...(part === undefined ? [] : [part])].map(plain);
  const readable = words.join(separator);
  if (!worldwide && readable.length <= longest) return readable;

  const identity = [worldwide ? parts.uniqueness : '', kind, platform, environment, part].join('/');
  const mark = createHash('sha256').update(identity).digest('hex').slice(0, markLength);
  const room = longest - markLength - separator.length;
  if (room < shortestReadable) throw new InfraError('name-invalid', `${kind}: no room for a name`);
  return [readable.slice(0, room).replace(/-+$/, ''), mark].join(separator);
}

/**
 * Holds the name of something that exists already against what Azure accepts.
 *
 * @throws InfraError `name-invalid`
 */
export function checkExistingName(resource: string, kind: NamedKind, name: string): string {
  const { longest } = nameRules[kind];
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= longest) return name;
  throw new InfraError(
    'name-invalid',
    `${resource}: ${JSON.stringify(name)} cannot name a ${kind} in Azure: at most ${longest} letters, digits and hyphens`,
  );
}
