import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';
import { stylesheet } from './stylesheet.ts';

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PageContent {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Presses the page's button as soon as it is there; without scripts a person does. */
  readonly pressesButton?: boolean;
}

/** The product's mark, as on the dashboard: a ray of the sun, sent on by a mirror. */
const mark = html`<svg viewBox="0 0 32 32" role="img" aria-label="Heliograph">
  <circle cx="6.5" cy="6.5" r="3.5" fill="#f5a524" />
  <g fill="none" stroke-width="2.4" stroke-linecap="round">
    <path d="m9.4 10.6 6.1 10.9L27 4.5" stroke="#f5a524" stroke-linejoin="round" />
    <path d="M7 26.5h17" stroke="currentColor" />
  </g>
</svg>`;

const pressButton = 'document.querySelector("button").click()';

/** Nothing is escaped in here: both texts are constants, and the policy holds their exact hashes. */
const styleElement: Html = { html: `<style>${stylesheet}</style>` };
const scriptElement: Html = { html: `<script>${pressButton}</script>` };

const hashSource = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Puts content into a whole page. `formTargets` are the origins that a form of it may lead to:
 * browsers hold `form-action` also against the redirects that follow.
 */
export function renderPage(page: PageContent, formTargets: readonly string[]): Page {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title} · Heliograph</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <main>
          <header>${mark}<b>Heliograph</b><span>local sign-in</span></header>
          ${page.content}
          <footer>
            This provider runs on your own machine and stands in for Microsoft Entra ID. It asks for
            no password and is never part of a deployment.
          </footer>
        </main>
        ${page.pressesButton ? scriptElement : ''}
      </body>
    </html>`;

  return {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        'img-src data:',
        `style-src ${hashSource(stylesheet)}`,
        `script-src ${hashSource(pressButton)}`,
        `form-action 'self' ${formTargets.join(' ')}`.trim(),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    },
    body: document.html,
  };
}
