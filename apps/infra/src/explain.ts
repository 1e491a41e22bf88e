import { parseArgs } from 'node:util';
import { describeStack } from './describe-stack.ts';
import { recordStack } from './record-stack.ts';
import { readStackFile } from './stack-file.ts';
import { knownLater } from '@heliograph/infra-components';
import { upstreamKeyName } from './upstream.ts';

try {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: 'dev' },
      audience: { type: 'string', default: '10' },
    },
  });
  const audience = Number(values.audience);
  if (!Number.isInteger(audience) || audience < 0) {
    throw new Error(`--audience is a number of people, not ${JSON.stringify(values.audience)}`);
  }
  const environment = readStackFile(values.env);
  const stack = await recordStack({
    environment,
    uniqueness: `explain/heliograph/${values.env}`,
    known: { systemKeys: { [upstreamKeyName]: knownLater } },
  });
  process.stdout.write(describeStack(environment, stack, audience));
} catch (reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
