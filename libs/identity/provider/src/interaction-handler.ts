import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { errors, type Provider } from 'oidc-provider';
import { noticePage } from './pages/notice-page.ts';
import type { Page, PageContent } from './pages/page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import type { Persona } from './personas.ts';

export interface InteractionHandlerOptions {
  readonly provider: Provider;
  readonly personas: readonly Persona[];
  readonly home: string;
  readonly render: (page: PageContent) => Page;
}

/** A choice is one short field. */
const largestForm = 4096;

/** Answers what the library calls an interaction: the moment when a person has to choose. */
export function createInteractionHandler(options: InteractionHandlerOptions) {
  const { provider, personas, home, render } = options;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { prompt } = await provider.interactionDetails(request, response);
    // Consent is not asked: the one client is our own.
    if (prompt.name === 'consent') {
      await provider.interactionFinished(request, response, { consent: {} });
      return;
    }
    if (request.method !== 'POST') {
      sendPage(response, render(signInPage(personas)));
      return;
    }
    const choice = await readChoice(request, personas);
    if (choice === 'unreadable') {
      sendPage(response, render({ ...signInPage(personas), status: 400 }));
      return;
    }
    const result =
      choice === 'cancelled'
        ? { error: 'access_denied', error_description: 'Sign-in was cancelled' }
        : { login: { accountId: choice.userId }, select_account: {} };
    await provider.interactionFinished(request, response, result);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(request, response);
    } catch (reason) {
      if (!(reason instanceof errors.SessionNotFound)) throw reason;
      sendPage(
        response,
        render(
          noticePage({
            title: 'This sign-in is over',
            text: 'It has expired or was used already. Go back and sign in once more.',
            returnTo: home,
            status: 410,
          }),
        ),
      );
    }
  };
}

export function sendPage(response: ServerResponse, { status, headers, body }: Page): void {
  response.writeHead(status, headers).end(body);
}

async function readChoice(
  request: IncomingMessage,
  personas: readonly Persona[],
): Promise<Persona | 'cancelled' | 'unreadable'> {
  if (Number(request.headers['content-length'] ?? Infinity) > largestForm) return 'unreadable';
  const form = new URLSearchParams(await text(request));
  if (form.has('cancel')) return 'cancelled';
  return personas.find(({ userId }) => userId === form.get('persona')) ?? 'unreadable';
}
