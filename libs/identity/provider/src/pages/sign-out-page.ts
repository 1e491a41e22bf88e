import { html } from './html.ts';
import type { PageContent } from './page.ts';

export interface SignOut {
  /** The library's form as HTML, with the secret that proves that the answer comes from this page. */
  readonly form: string;
  /** Our own application asked, with a token that it got from us: nobody has to be asked again. */
  readonly confirmed: boolean;
}

/** Asks whether to sign out, or just does it. */
export function signOutPage({ form, confirmed }: SignOut): PageContent {
  const answer = html`${{ html: form }}
    <p>
      <button class="action" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    </p>`;
  return confirmed
    ? {
        title: 'Signing out',
        pressesButton: true,
        content: html`<h1>Signing out…</h1>
          ${answer}`,
      }
    : {
        title: 'Sign out',
        content: html`<h1>Sign out?</h1>
          <p>You can come back as somebody else.</p>
          ${answer}`,
      };
}
