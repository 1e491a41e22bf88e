import { parseArgs } from 'node:util';
import type { IdentityProviderOptions } from './identity-provider.ts';
import { ProviderError } from './provider-error.ts';

export const usage = `Usage: node libs/identity/provider/src/main.ts --client-id ID --origin URL --audience URI [options]

Starts the local OpenID provider, which stands in for Microsoft Entra ID.

  --client-id ID      the public client that people sign in to
  --origin URL        origin of the application, for example http://127.0.0.1:4200; may repeat
  --audience URI      the API that access tokens are for
  --port N            port to listen on, 5556 by default, 0 for any free one
  --host ADDRESS      loopback address to listen on, 127.0.0.1 by default
  --key-file FILE     keeps the signing keys, so that tokens outlive a restart
  --redirect-uri URL  where codes may go, by default ORIGIN/signed-in; may repeat
  --post-logout-redirect-uri URL
                      where people may go after signing out, by default ORIGIN/; may repeat
  --help              this text
`;

/**
 * Reads the options of the command line.
 *
 * @throws ProviderError `option-invalid` with one sentence that names the option.
 */
export function readCommandLine(args: readonly string[]): IdentityProviderOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const origins = required('--origin', values.origin);
  const keyFile = values['key-file'];
  return {
    host: values.host,
    port: readPort(values.port),
    clientId: required('--client-id', values['client-id']),
    audience: required('--audience', values.audience),
    allowedOrigins: origins,
    redirectUris: values['redirect-uri'] ?? origins.map((origin) => `${origin}/signed-in`),
    postLogoutRedirectUris:
      values['post-logout-redirect-uri'] ?? origins.map((origin) => `${origin}/`),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '5556' },
        host: { type: 'string', default: '127.0.0.1' },
        'client-id': { type: 'string' },
        origin: { type: 'string', multiple: true },
        audience: { type: 'string' },
        'key-file': { type: 'string' },
        'redirect-uri': { type: 'string', multiple: true },
        'post-logout-redirect-uri': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'unknown option';
    throw new ProviderError('option-invalid', message, { cause });
  }
}

function required<T>(option: string, value: T | undefined): T {
  if (value === undefined) throw new ProviderError('option-invalid', `${option} is missing`);
  return value;
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new ProviderError('option-invalid', `--port must be from 0 to 65535, not '${text}'`);
  }
  return port;
}
