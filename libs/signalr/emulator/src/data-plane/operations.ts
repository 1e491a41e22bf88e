import { closingOperations } from './closing-operations.ts';
import { existenceOperations } from './existence-operations.ts';
import { invocationOperations } from './invocation-operations.ts';
import { listingOperations } from './listing-operations.ts';
import { membershipOperations } from './membership-operations.ts';
import type { Operation } from './operation.ts';
import { sendOperations } from './send-operations.ts';
import { tokenOperations } from './token-operations.ts';
import { unofferedOperations } from './unoffered-operations.ts';

/** Everything that can be asked about a hub. */
export const operations: readonly Operation[] = [
  ...sendOperations,
  ...existenceOperations,
  ...membershipOperations,
  ...closingOperations,
  ...invocationOperations,
  ...listingOperations,
  ...tokenOperations,
  ...unofferedOperations,
];
