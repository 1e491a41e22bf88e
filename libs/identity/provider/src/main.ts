import { readCommandLine, usage } from './command-line.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { ProviderError } from './provider-error.ts';

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
  } else {
    const provider = await startIdentityProvider({
      ...options,
      onError: (message) => process.stderr.write(`identity provider: ${message}\n`),
    });
    process.stdout.write(`identity provider is ready: ${provider.issuer}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void provider.stop());
    }
  }
} catch (reason) {
  if (!(reason instanceof ProviderError)) throw reason;
  process.stderr.write(`identity provider: ${reason.message}\n`);
  process.exitCode = 1;
}
