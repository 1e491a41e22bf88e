import { call } from '../target/data-plane.ts';
import type { Service } from '../target/service.ts';
import type { ApplicationMaker, Conversation } from './conversation.ts';

interface HubMessage {
  readonly type: number;
  readonly invocationId?: string;
  readonly error?: string;
}

/** Records as they stood on the wire, without their separator, beside what they say. */
function recordsOf(frames: readonly unknown[]): { text: string; message: HubMessage }[] {
  return frames
    .filter((frame) => typeof frame === 'string')
    .flatMap((text) => text.split('\u001e').slice(0, -1))
    .filter((text) => text.startsWith('{'))
    .map((text) => ({ text, message: JSON.parse(text) as HubMessage }));
}

/**
 * The hub of the recording as an application behind the service: for each invocation it does over
 * the data plane what the recorded hub was seen to do, and answers with the recorded completion.
 */
export function recordedHub({ sent, answer }: Conversation): ApplicationMaker {
  const recorded = recordsOf(answer.frames);
  const completionOf = (id: string | undefined): string | undefined =>
    recorded.find(({ message }) => message.type === 3 && message.invocationId === id)?.text;
  const sends = recorded.filter(({ message }) => message.type === 1);

  /** `{"target":…,"arguments":…}` of a recorded invocation, byte for byte. */
  const payloadOf = (text: string): string => `{${text.slice(text.indexOf('"target"'))}`;

  async function act(service: Service, target: string, connectionId: string): Promise<void> {
    switch (target) {
      case 'All':
      case 'ToGroup':
        for (const { text } of sends) {
          const path = target === 'All' ? ':send' : 'groups/g/:send';
          await call(service, 'POST', path, { body: payloadOf(text) });
        }
        return;
      case 'Join':
        await call(service, 'PUT', `groups/g/connections/${connectionId}`);
        return;
      case 'AskClient':
        for (const { text } of sends) {
          await call(service, 'POST', `connections/${connectionId}/:invoke`, {
            body: payloadOf(text),
          });
        }
        return;
      case 'AbortMe':
        await call(service, 'DELETE', `connections/${connectionId}`);
        return;
    }
  }

  /** Streams are not sent upstream; an application that knows of one feeds it over the data plane. */
  async function feed(service: Service, connectionId: string): Promise<void> {
    for (const { text, message } of recorded) {
      const path = `connections/${connectionId}/streams/${message.invocationId}`;
      if (message.type === 2) {
        const body = /"item":(.*)\}$/.exec(text)?.[1];
        await call(service, 'POST', `${path}/:send`, { body });
      } else if (message.type === 3) {
        const reason =
          message.error === undefined ? '' : `?reason=${encodeURIComponent(message.error)}`;
        await call(service, 'POST', `${path}/:complete${reason}`);
      }
    }
  }

  const isStream = sent.some((frame) => typeof frame === 'string' && frame.startsWith('{"type":4'));
  return (service) => ({
    ...(isStream && { afterwards: (connectionId: string) => feed(service(), connectionId) }),
    async behave({ headers, body }, response) {
      if (headers['x-asrs-category'] === 'messages') {
        await act(
          service(),
          String(headers['x-asrs-event']),
          String(headers['x-asrs-connection-id']),
        );
      }
      const { invocationId } = JSON.parse(String(body)) as HubMessage;
      const completion = completionOf(invocationId);
      response.end(completion === undefined ? '' : `${completion}\u001e`);
    },
  });
}
