import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InfraError } from '@heliograph/infra-components';
import { dashboardFiles, stackOutputsSchema } from './dashboard-files.ts';
import { readStackFile } from './stack-file.ts';

const usage =
  'Usage: write-dashboard-files --stack NAME --outputs FILE [--folder FOLDER] [--collector-url URL]\n' +
  '  --outputs  what `pulumi stack output --json` printed; - reads it from the standard input\n' +
  '  --folder   the built dashboard; ../dashboard/dist unless told otherwise\n';

try {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string' },
      outputs: { type: 'string' },
      folder: { type: 'string', default: join(import.meta.dirname, '../../dashboard/dist') },
      'collector-url': { type: 'string' },
    },
  });
  const { stack, outputs: file, folder, 'collector-url': collectorUrl } = values;
  if (stack === undefined || file === undefined) throw new Error(usage);
  const outputs = stackOutputsSchema.safeParse(
    JSON.parse(readFileSync(file === '-' ? process.stdin.fd : file, 'utf8')),
  );
  if (!outputs.success) {
    const names = outputs.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new InfraError('configuration-invalid', `The stack ${stack} has no address in ${names}`);
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InfraError('configuration-invalid', `${folder}: build the dashboard first`);
  }
  const environment = readStackFile(stack);
  const files = dashboardFiles({ environment, outputs: outputs.data, collectorUrl });
  for (const [name, content] of Object.entries(files)) {
    const path = resolve(folder, name);
    writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
    process.stdout.write(`${path}\n`);
  }
} catch (reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exitCode = 1;
}
