import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { azureCli, graphOf } from './azure-cli.ts';
import { stackOutputsSchema } from './dashboard-files.ts';
import { registerSignIn } from './sign-in-registration.ts';
import { readStackFile } from './stack-file.ts';

const usage =
  'Usage: register-sign-in --stack NAME [--outputs FILE] [--admin SIGN-IN-NAME]…\n' +
  '  --outputs  what `pulumi stack output --json` printed, once the stack is up: its dashboard may\n' +
  '             then sign people in, and its functions push metrics; - is the standard input\n' +
  '  --admin    a person who becomes an administrator\n';
const deployed = stackOutputsSchema.extend({ resourceGroupName: z.string() });

try {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string' },
      outputs: { type: 'string' },
      admin: { type: 'string', multiple: true, default: [] },
    },
  });
  const { stack, outputs: file, admin: admins } = values;
  if (stack === undefined) throw new Error(usage);
  const { extraOrigins } = readStackFile(stack);
  const outputs =
    file === undefined
      ? undefined
      : deployed.parse(JSON.parse(readFileSync(file === '-' ? process.stdin.fd : file, 'utf8')));
  const publisher =
    outputs &&
    (await azureCli(
      'functionapp',
      'identity',
      'show',
      '--resource-group',
      outputs.resourceGroupName,
      '--name',
      new URL(outputs.functionAppUrl).hostname.split('.')[0] ?? '',
      '--query',
      'principalId',
      '--output',
      'tsv',
    ));
  const tenant = await azureCli('account', 'show', '--query', 'tenantId', '--output', 'tsv');

  const { clientId, audience } = await registerSignIn(graphOf(azureCli), {
    environment: stack,
    dashboardOrigins: [...(outputs ? [outputs.dashboardUrl] : []), ...extraOrigins],
    publishers: publisher === undefined ? [] : [publisher.trim()],
    admins,
  });
  const settings = {
    authority: `https://login.microsoftonline.com/${tenant.trim()}/v2.0`,
    clientId,
    audience,
  };
  for (const [name, value] of Object.entries(settings)) {
    process.stdout.write(
      `npx pulumi config set --stack ${stack} --path heliograph:environment.signIn.${name} ${value}\n`,
    );
  }
} catch (reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
