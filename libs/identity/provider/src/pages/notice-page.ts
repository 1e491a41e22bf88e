import { html } from './html.ts';
import type { PageContent } from './page.ts';

export interface Notice {
  readonly title: string;
  /** What happened and what to do now. */
  readonly text: string;
  /** Where the way back leads. */
  readonly returnTo: string;
  readonly status?: number;
}

/** Says one thing and shows the way back. */
export function noticePage({ title, text, returnTo, status = 200 }: Notice): PageContent {
  return {
    title,
    status,
    content: html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a class="action" href="${returnTo}">Back to Heliograph</a></p>`,
  };
}
