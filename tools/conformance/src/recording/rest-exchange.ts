import type { Frames } from './rest-audience.ts';

/** A request to the data plane, what it was answered, and what the clients of the hub got. */
export interface RestExchange {
  readonly group: string;
  readonly name: string;
  readonly method: string;
  /** With `<una>`, `<bob>` and `<pack>` for the clients' connection ids. */
  readonly path: string;
  /** `none`, what is the matter with the token, or the token as it was sent; a good one if absent. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As text, or a good message with so many bytes. */
  readonly body?: string | { readonly bytes: number };
  /** Asked some seconds later, when a membership had ended. */
  readonly eventually?: boolean;
  readonly answer: RestAnswer;
}

export interface RestAnswer {
  readonly status: number;
  readonly allow?: string;
  /** The scheme of `WWW-Authenticate`. */
  readonly challenge?: string;
  /** Of an answer that is no refusal. */
  readonly body?: string;
  /** What clients of the hub `chat` got. */
  readonly frames?: Frames;
  /** Users of the hub `slash` who got something. */
  readonly reached?: readonly string[];
}
