import type { AuthLevel } from '../http/function-keys.ts';
import type { RouteTemplate } from '../http/route-template.ts';
import type { SignalRService } from '../signalr/signalr-service.ts';
import type { RetryPolicy } from '../timer/retry-policy.ts';
import type { Schedule } from '../timer/schedule.ts';

export interface HttpTrigger {
  readonly kind: 'http';
  readonly name: string;
  readonly authLevel: AuthLevel;
  /** Upper-case. All when empty. */
  readonly methods: readonly string[];
  readonly template: RouteTemplate;
}

export interface SignalRTrigger {
  readonly kind: 'signalR';
  readonly name: string;
  readonly hub: string;
  readonly category: 'connections' | 'messages';
  readonly event: string;
  readonly parameterNames: readonly string[];
  readonly service: SignalRService;
}

export interface TimerTrigger {
  readonly kind: 'timer';
  readonly name: string;
  /** As it is written. */
  readonly text: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
}

export interface ConnectionInfoInput {
  readonly kind: 'signalRConnectionInfo' | 'signalRNegotiation';
  readonly name: string;
  /** May hold expressions, like `userId` and `idToken`. */
  readonly hub: string;
  readonly userId?: string;
  readonly idToken?: string;
  readonly claimTypes: readonly string[];
  readonly service: SignalRService;
}

export interface EndpointsInput {
  readonly kind: 'signalREndpoints';
  readonly name: string;
  readonly service: SignalRService;
}

export interface SignalROutput {
  readonly kind: 'signalR';
  readonly name: string;
  /** May hold expressions. */
  readonly hub: string;
  readonly service: SignalRService;
}

export type Trigger = HttpTrigger | SignalRTrigger | TimerTrigger;
export type Input = ConnectionInfoInput | EndpointsInput;
export type Output = SignalROutput | { readonly kind: 'http'; readonly name: string };

/** The name of the binding that takes what a function returns. */
export const returnBinding = '$return';

/** A function of the app, understood. */
export interface FunctionDefinition {
  readonly name: string;
  readonly trigger: Trigger;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  /** Of a timer. */
  readonly retry?: RetryPolicy;
  /** What it asks for and does not get, in sentences. */
  readonly notices: readonly string[];
}
