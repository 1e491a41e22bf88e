export { jsonCodec } from './json-codec.ts';
export { messagePackCodec } from './message-pack-codec.ts';
export type { HubCodec, HubMessageReader, ProtocolName, TransferFormat } from './hub-codec.ts';
export type {
  AckMessage,
  CancelInvocationMessage,
  CloseMessage,
  CompletionMessage,
  HubMessage,
  InvocationMessage,
  MessageArguments,
  MessageHeaders,
  PingMessage,
  ReceivedMessage,
  SequenceMessage,
  StreamInvocationMessage,
  StreamItemMessage,
} from './hub-message.ts';
export { createHandshakeReader, writeHandshakeResponse } from './handshake.ts';
export type { HandshakeReader, HandshakeRequest } from './handshake.ts';
export { writeJsonValue } from './json-value.ts';
export { readMessagePackDocument } from './message-pack-value.ts';
export { jsonMembers } from './json-members.ts';
export { parseJson } from './parse-json.ts';
export { RawJson } from './raw-json.ts';
export { RawMessagePack } from './raw-message-pack.ts';
export { ProtocolError, protocolErrorCodes } from './protocol-error.ts';
export type { ProtocolErrorCode } from './protocol-error.ts';
