import { InfraError } from '@heliograph/infra-components';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Graph } from './sign-in-registration.ts';

const graphUrl = 'https://graph.microsoft.com/v1.0';

/** Runs `az` with arguments and answers what it printed. */
export type AzureCli = (...args: readonly string[]) => Promise<string>;

/** @throws InfraError `configuration-invalid` with what `az` said when it failed, or is not there */
export const azureCli: AzureCli = async (...args) => {
  try {
    return (await promisify(execFile)('az', args)).stdout;
  } catch (reason) {
    const said = reason instanceof Error && 'stderr' in reason ? String(reason.stderr).trim() : '';
    throw new InfraError(
      'configuration-invalid',
      `az ${args.slice(0, 2).join(' ')}: ${said || 'could not be run; install the Azure CLI and sign in with az login'}`,
      { cause: reason },
    );
  }
};

/** Microsoft Graph as whoever signed in to the Azure CLI. */
export function graphOf(az: AzureCli): Graph {
  return async (method, path, body) => {
    const printed = await az(
      'rest',
      '--method',
      method.toLowerCase(),
      '--url',
      path.startsWith('https:') ? path : graphUrl + path,
      ...(body === undefined
        ? []
        : [
            '--headers',
            'Content-Type=application/json',
            // Named by a key of ours, as in `/applications(uniqueName='…')`, a thing may be new.
            ...(path.endsWith(')') ? ['Prefer=create-if-missing'] : []),
            '--body',
            JSON.stringify(body),
          ]),
      '--output',
      'json',
    );
    return printed.trim() === '' ? undefined : (JSON.parse(printed) as unknown);
  };
}
