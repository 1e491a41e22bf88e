export { createClientRuntime } from './client-runtime.ts';
export type { ClientRuntime, ClientRuntimeOptions } from './client-runtime.ts';
export type { ClientConnection } from './client-connection.ts';
export type { CloseOptions } from './connection-surroundings.ts';
export { closeCategories } from './client-hooks.ts';
export type {
  Admission,
  ClientHooks,
  ClientRequest,
  CloseCategory,
  ConnectionLogEntry,
  Disconnection,
  Refusal,
} from './client-hooks.ts';
export { createOutboundMessage, createPreparedMessage } from './outbound-message.ts';
export type { OutboundMessage } from './outbound-message.ts';
export type { EncodedMessage } from './encoded-message.ts';
export { refuseUpgrade, writeAnswer, writeJson } from './http-answer.ts';
export type { HttpAnswer } from './http-answer.ts';
export type { Hub } from './hub.ts';
export type { HubGroups } from './hub-groups.ts';
export type { HubRegistry } from './hub-registry.ts';
export { defaultLimits } from './connection-limits.ts';
export type { ConnectionLimits } from './connection-limits.ts';
export { parameterValues } from './parameter-values.ts';
export { readBody } from './read-body.ts';
export type { TransportName } from './transport.ts';
