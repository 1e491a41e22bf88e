import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { createInteractionHandler, sendPage } from './interaction-handler.ts';
import { noticePage } from './pages/notice-page.ts';
import { renderPage, type PageContent } from './pages/page.ts';
import { defaultPersonas, type Persona } from './personas.ts';
import { createConfiguration } from './provider-configuration.ts';
import { ProviderError } from './provider-error.ts';
import { createSigningKeys, openSigningKeys } from './signing-keys.ts';

export interface IdentityProviderOptions {
  /** A loopback address, `127.0.0.1` by default: whoever reaches the provider can be anybody. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The one client, a public one: code flow with PKCE, no secret. */
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  /** Origins whose pages may ask for tokens. The first one is where the way back leads. */
  readonly allowedOrigins: readonly string[];
  /** The API that access tokens are for. */
  readonly audience: string;
  /** Keeps the signing keys, so that tokens outlive a restart; without it they do not. */
  readonly keyFile?: string;
  readonly personas?: readonly Persona[];
  /** Told what went wrong inside, without any token. */
  readonly onError?: (message: string) => void;
}

export interface IdentityProvider {
  readonly issuer: string;
  readonly port: number;
  stop(): Promise<void>;
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * Starts an OpenID provider for one machine: certified protocol code, people who sign in with one
 * click, everything but the keys in memory.
 *
 * @throws ProviderError
 */
export async function startIdentityProvider(
  options: IdentityProviderOptions,
): Promise<IdentityProvider> {
  const { host = '127.0.0.1', allowedOrigins, personas = defaultPersonas, onError } = options;
  const home = checkOptions(options, host);
  const signingKeys = options.keyFile
    ? await openSigningKeys(options.keyFile)
    : await createSigningKeys();

  const server = createServer();
  const port = await listen(server, host, options.port ?? 0);
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const issuer = `http://${authority}`;
  const render = (page: PageContent) => renderPage(page, allowedOrigins);

  const provider = new Provider(
    issuer,
    createConfiguration({
      port,
      clientId: options.clientId,
      redirectUris: options.redirectUris,
      postLogoutRedirectUris: options.postLogoutRedirectUris ?? [],
      allowedOrigins,
      audience: options.audience,
      personas,
      signingKeys,
      home,
      render,
    }),
  );
  const report = (reason: unknown) =>
    onError?.(reason instanceof Error ? reason.message : 'unknown error');
  provider.on('server_error', (_ctx, error) => report(error));
  const answerProtocol = provider.callback();
  const answerInteraction = createInteractionHandler({ provider, personas, home, render });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    // The protocol builds its addresses from this header; a foreign one would lead astray.
    if (request.headers.host !== authority) {
      sendPage(response, render(elsewhere(issuer, home)));
    } else if (path === '/') {
      sendPage(response, render(welcome(home)));
    } else if (path.startsWith('/interaction/')) {
      await answerInteraction(request, response);
    } else {
      await answerProtocol(request, response);
    }
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((reason: unknown) => {
      report(reason);
      if (response.headersSent) response.destroy();
      else sendPage(response, render(failure(home)));
    });
  });

  return {
    issuer,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function checkOptions(options: IdentityProviderOptions, host: string): string {
  const refuse = (message: string) => new ProviderError('option-invalid', message);
  if (!loopback.test(host)) {
    throw refuse(`The local provider listens on a loopback address only, not on '${host}'`);
  }
  const [home] = options.allowedOrigins;
  if (home === undefined) throw refuse('At least one allowed origin is needed');
  for (const origin of options.allowedOrigins) {
    if (URL.parse(origin)?.origin !== origin) {
      throw refuse(`'${origin}' is not an origin such as http://127.0.0.1:4200`);
    }
  }
  if (options.redirectUris.length === 0) throw refuse('At least one redirect URI is needed');
  for (const uri of [...options.redirectUris, ...(options.postLogoutRedirectUris ?? [])]) {
    if (!URL.canParse(uri)) throw refuse(`'${uri}' is not a URL`);
  }
  if (!URL.canParse(options.audience)) {
    // RFC 8707 section 2: clients name the audience as `resource`, which is an absolute URI.
    throw refuse(`The audience '${options.audience}' is not an absolute URI`);
  }
  if (options.clientId === '') throw refuse('A client id is needed');
  return `${home}/`;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const taken = 'code' in cause && cause.code === 'EADDRINUSE';
      reject(
        taken
          ? new ProviderError('address-taken', `Port ${port} on ${host} is taken`, { cause })
          : new ProviderError('option-invalid', `Cannot listen on ${host}:${port}`, { cause }),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

const welcome = (home: string): PageContent =>
  noticePage({
    title: 'The local OpenID provider',
    text: 'It signs people in to Heliograph on this machine. There is nothing to do here by itself.',
    returnTo: home,
  });

const elsewhere = (issuer: string, home: string): PageContent =>
  noticePage({
    title: 'Not this address',
    text: `The provider answers at ${issuer} only.`,
    returnTo: home,
    status: 421,
  });

const failure = (home: string): PageContent =>
  noticePage({
    title: 'That did not work',
    text: 'The provider failed. Go back and sign in again.',
    returnTo: home,
    status: 500,
  });
