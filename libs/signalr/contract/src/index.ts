export { defineHub } from './hub.ts';
export type {
  ClientArguments,
  ClientInvocation,
  ClientTarget,
  ClientTargetName,
  Hub,
  ServerArguments,
  ServerResult,
  ServerTarget,
  ServerTargetName,
} from './hub.ts';
export {
  clientInvocation,
  readClientArguments,
  readServerArguments,
  readServerResult,
} from './invocation.ts';
export { ContractError, contractErrorCodes } from './contract-error.ts';
export type { ContractErrorCode } from './contract-error.ts';
