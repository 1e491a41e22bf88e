import { element, setText } from './element.ts';

/** Asks for a code. `redeem` resolves with what went wrong, or with nothing. */
export function createSignInView(
  redeem: (code: string) => Promise<string | undefined>,
  reason: string,
): HTMLElement {
  const complaint = element('p', { class: 'complaint', role: 'alert' }, reason);
  const field = element('input', {
    id: 'code',
    name: 'code',
    autocomplete: 'one-time-code',
    autocapitalize: 'characters',
    spellcheck: 'false',
    maxlength: '16',
    placeholder: 'ABCD-EFGH',
    required: true,
    autofocus: true,
  });
  const submit = (event: Event): void => {
    event.preventDefault();
    void redeem(field.value).then((problem) => {
      setText(complaint, problem ?? '');
      field.select();
    });
  };
  return element(
    'form',
    { class: 'sign-in', submit },
    element('h2', {}, 'Sign in with a code'),
    element(
      'p',
      {},
      'Run ',
      element('code', {}, 'npm start -- console'),
      ' where the platform was started. It opens this page, or shows a code to type here.',
    ),
    element('label', { for: 'code' }, 'Code'),
    element('div', { class: 'row' }, field, element('button', { type: 'submit' }, 'Open')),
    complaint,
  );
}
