import { knownLater } from '@heliograph/infra-components';
import { parseArgs } from 'node:util';
import { brokenPolicies, describeStack } from './describe-stack.ts';
import { recordStack } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';
import { upstreamKeyName } from './upstream.ts';

try {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: 'dev' },
      audience: { type: 'string', default: '10' },
    },
  });
  if (!/^\d{1,9}$/.test(values.audience)) {
    throw new Error(`--audience is a number of people, not ${JSON.stringify(values.audience)}`);
  }
  const environment = readStackFile(values.env);
  const stack = await recordStack({
    environment,
    uniqueness: `explain/heliograph/${values.env}`,
    // Azure is not asked, so what exists is taken to be as the platform needs it.
    known: {
      systemKeys: { [upstreamKeyName]: knownLater },
      existingSignalR: { features: [{ flag: 'ServiceMode', value: 'Serverless' }] },
    },
    parameter: () => knownLater,
  });
  process.stdout.write(describeStack(environment, stack, Number(values.audience)));
  if (brokenPolicies(environment, stack).length > 0) process.exitCode = 1;
} catch (reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
