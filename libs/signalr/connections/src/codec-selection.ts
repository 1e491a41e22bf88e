import {
  jsonCodec,
  messagePackCodec,
  type HandshakeRequest,
  type HubCodec,
  type TransferFormat,
} from '@heliograph/signalr-protocol';

const codecs: readonly HubCodec[] = [jsonCodec, messagePackCodec];

/**
 * Chooses the hub protocol that a handshake asks for, or says why it cannot be had. Names are
 * compared ignoring case, as the reference implementation does; so are its texts, on which clients
 * and tests match.
 */
export function selectCodec(
  { protocol, version }: HandshakeRequest,
  formats: readonly TransferFormat[],
): { codec: HubCodec } | { error: string } {
  const codec = codecs.find(({ name }) => name === protocol.toLowerCase());
  if (codec === undefined) return { error: `The protocol '${protocol}' is not supported.` };
  if (version > codec.version) {
    return {
      error: `The server does not support version ${version} of the '${protocol}' protocol.`,
    };
  }
  if (!formats.includes(codec.format)) {
    return {
      error: `Cannot use the '${protocol}' protocol on the current transport. The transport does not support '${codec.format}' transfer format.`,
    };
  }
  return { codec };
}
