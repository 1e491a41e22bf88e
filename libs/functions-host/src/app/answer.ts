import type { HttpAnswer } from '../http/response-data.ts';

/** An answer of the host itself, as a line of text. */
export const textAnswer = (status: number, text = ''): HttpAnswer => ({
  status,
  headers: text === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from(text === '' ? '' : `${text}\n`),
});

export const jsonAnswer = (status: number, value: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: Buffer.from(JSON.stringify(value)),
});
