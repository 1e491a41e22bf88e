import type { CompletionMessage, HubCodec, InvocationMessage } from '@heliograph/signalr-protocol';
import type { UpstreamAnswer } from '../upstream/upstream-client.ts';

/**
 * What a client gets for an invocation, given what the upstream made of it: nothing unless it asked
 * for a completion; the upstream's body as it is; a void completion for an empty body; else an error.
 *
 * Texts are those of Microsoft's emulator. Reference:
 * https://learn.microsoft.com/azure/azure-signalr/concept-upstream
 */
export function invocationAnswer(
  { invocationId, target }: InvocationMessage,
  answer: UpstreamAnswer,
  codec: HubCodec,
): Uint8Array | undefined {
  if (invocationId === undefined) return undefined;
  const complete = (end: Partial<CompletionMessage>) =>
    codec.write({ type: 3, invocationId, ...end });

  switch (answer.kind) {
    case 'unmatched':
      return complete({ error: `Invocation failed, no upstream is configured for '${target}'` });
    case 'too-large':
      return complete({ error: 'Invocation failed, response too large.' });
    case 'answered':
      if (answer.status !== 200 && answer.status !== 204) {
        return complete({ error: `Invocation failed, status code ${answer.status}` });
      }
      return answer.body.length === 0 ? complete({}) : answer.body;
  }
}
