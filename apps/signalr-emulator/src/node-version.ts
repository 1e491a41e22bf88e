import { CliError } from './cli-error.ts';

/** The oldest Node that the package runs on, as its manifest says too. */
export const oldestNode = '22.12.0';

/** npm only warns about it, and what is missing would fail somewhere. @throws CliError `node-too-old` */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new CliError('node-too-old', `This is Node ${version}; ${oldestNode} or newer is needed`);
}
