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

/** The sun, the mirror, and the beam that carries the message. */
const mark = html`<svg viewBox="0 0 48 48" role="img" aria-label="Heliograph">
  <g stroke="#f5a524" stroke-width="2.6" stroke-linecap="round">
    <path
      d="M13 2.5v3M13 20.5v3M2.5 13h3M20.5 13h3M5.6 5.6l2.1 2.1M18.3 7.7l2.1-2.1M5.6 20.4l2.1-2.1"
    />
    <path d="M19.5 19.5 30 30M33 28.5 43 8" stroke-opacity=".75" />
  </g>
  <circle cx="13" cy="13" r="5" fill="#f5a524" />
  <rect
    x="18"
    y="30"
    width="27"
    height="6"
    rx="3"
    transform="rotate(-14 31.5 33)"
    fill="currentColor"
  />
  <path d="M31.5 35v9" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
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
