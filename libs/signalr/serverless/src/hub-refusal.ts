/**
 * What a caller is told when an invocation fails: the message, and nothing else. The host sends an
 * exception's text together with its stack, so this one has none.
 */
export class HubRefusal extends Error {
  override readonly name = 'HubRefusal';

  constructor(message: string) {
    super(message);
    this.stack = '';
  }
}
