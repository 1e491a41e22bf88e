import type { Persona } from '../personas.ts';
import { html, type Html } from './html.ts';
import type { PageContent } from './page.ts';

/** Who do you want to be? One button for each persona. */
export function signInPage(personas: readonly Persona[]): PageContent {
  return {
    title: 'Sign in',
    content: html`<h1>Who do you want to be?</h1>
      <p>Choose somebody. One click signs you in.</p>
      <form method="post">
        ${personas.map(personaButton)}
        <button class="quiet" name="cancel" value="yes">Cancel</button>
      </form>`,
  };
}

function personaButton({ userId, name, roles, purpose }: Persona): Html {
  return html`<button class="persona" name="persona" value="${userId}">
    <span class="face" aria-hidden="true">${name.slice(0, 1)}</span>
    <span class="name">${name} <small>${userId}</small></span>
    <span class="purpose">${purpose}</span>
    <span class="roles">${roles.map((role) => html`<i>${role}</i>`)}</span>
    <span class="go" aria-hidden="true">→</span>
  </button>`;
}
