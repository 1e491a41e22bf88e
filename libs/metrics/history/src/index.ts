export { openHistoryStore, openStateStore } from './open-store.ts';
export type { StateStoreOptions } from './open-store.ts';
export type { HistoryQuery, HistoryRange, HistoryStore } from './history-store.ts';
export { maxKeyLength, maxValueBytes } from './state-store.ts';
export type { StateEntry, StateStore } from './state-store.ts';
export { parseStoreAddress } from './store-address.ts';
export type { StoreAddress } from './store-address.ts';
export { StoreError, storeErrorCodes } from './store-error.ts';
export type { StoreErrorCode } from './store-error.ts';
