import type { HubCodec, HubMessage, ProtocolName } from '@heliograph/signalr-protocol';
import { EncodedMessage } from './encoded-message.ts';

/** A message on its way to any number of clients: encoded at most once per hub protocol. */
export interface OutboundMessage {
  /** What it invokes; `undefined` when it is no invocation. */
  readonly target: string | undefined;
  /** The bytes for clients of this protocol; `undefined` when there are none for them. */
  encodedFor(codec: HubCodec): EncodedMessage | undefined;
}

export function createOutboundMessage(message: HubMessage): OutboundMessage {
  const target = 'target' in message ? message.target : undefined;
  return memoized(
    target,
    (codec) => new EncodedMessage(codec.write(message), message.type <= 5 ? 1 : 0),
  );
}

/** For senders that have encoded the message themselves, each protocol on its own. */
export function createPreparedMessage(
  payloads: Readonly<Partial<Record<ProtocolName, Uint8Array>>>,
  target?: string,
): OutboundMessage {
  return memoized(target, (codec) => {
    const payload = payloads[codec.name];
    return payload && new EncodedMessage(payload, 1);
  });
}

function memoized(
  target: string | undefined,
  encode: (codec: HubCodec) => EncodedMessage | undefined,
): OutboundMessage {
  let json: EncodedMessage | undefined;
  let messagePack: EncodedMessage | undefined;
  return {
    target,
    encodedFor(codec) {
      if (codec.name === 'json') return (json ??= encode(codec));
      return (messagePack ??= encode(codec));
    },
  };
}
