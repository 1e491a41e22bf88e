import type { InvocationContext } from '@azure/functions';
import type { ConnectionUser } from './hub-event.ts';

/** Somebody on whose roles the permission of a target is checked. */
export interface HubCaller {
  readonly roles: readonly string[];
}

/** Why something was not done. `message` is for the caller to read, `code` for programs. */
export interface Refusal<Caller> {
  /** The function that refused. */
  readonly where: string;
  readonly code: string;
  readonly message: string;
  /** Absent when nobody could be identified. */
  readonly caller: Caller | undefined;
}

/** What an app decides about those who call its hub. */
export interface CallerPolicy<Caller extends HubCaller> {
  /** Whose connection it is. Those of nobody cannot invoke anything. */
  identify(user: ConnectionUser): Caller | undefined | Promise<Caller | undefined>;
  /** Called before an invocation is looked at closer. Throws to refuse it, as for a rate limit. */
  admit?(caller: Caller, target: string): void;
  /**
   * Whether an error is a refusal of the app's own, so that its message is for the caller. The text
   * of any other error stays inside.
   */
  isRefusal?(reason: unknown): reason is Error & { readonly code: string };
  /** Called for whatever was refused. Without it, one warning with function and code is logged. */
  onRefusal?(refusal: Refusal<Caller>, context: InvocationContext): void;
}
