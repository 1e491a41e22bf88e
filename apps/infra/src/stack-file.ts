import { InfraError } from '@heliograph/infra-components';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readEnvironment, type Environment } from './environment.ts';

const projectFolder = join(import.meta.dirname, '..');
const stackFile = /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/;

/** Stacks that have a configuration beside this project. */
export function configuredStacks(folder = projectFolder): readonly string[] {
  return readdirSync(folder).flatMap((file) => stackFile.exec(file)?.[1] ?? []);
}

/**
 * Reads a stack's environment from its file, as Pulumi would.
 *
 * @throws InfraError `configuration-invalid`
 */
export function readStackFile(stack: string, folder = projectFolder): Environment {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  if (!stackFile.test(`Pulumi.${stack}.yaml`) || !existsSync(file)) {
    throw new InfraError(
      'configuration-invalid',
      `There is no environment ${JSON.stringify(stack)}; there are ${configuredStacks(folder).join(', ')}`,
    );
  }
  const content: unknown = parse(readFileSync(file, 'utf8'));
  return readEnvironment(stack, memberOf(memberOf(content, 'config'), 'heliograph:environment'));
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
