import type {
  ChatMessage,
  Greeting,
  LiveHub,
  Notice,
  Notification,
  PushedMetric,
  Receipt,
} from '@heliograph/contracts';
import type { ServerCall } from '@heliograph/signalr-client';

/** One person, or everyone with a role. */
export type Recipient = Extract<ServerCall<LiveHub>, readonly ['notify', ...unknown[]]>[1];

/**
 * What people need of the hub to reach each other. The calls reject with what the hub client throws;
 * `toActionError` says it in a sentence.
 */
export interface PeopleConnection {
  isLive(): boolean;
  subscribe(listener: () => void): () => void;
  onGreeting(handler: (greeting: Greeting) => void): () => void;
  onChatMessage(handler: (message: ChatMessage) => void): () => void;
  onNotification(handler: (notification: Notification) => void): () => void;
  chatToAll(text: string): Promise<Receipt>;
  chatToPerson(userId: string, text: string): Promise<Receipt>;
  notify(recipient: Recipient, notice: Notice): Promise<Receipt>;
  publishMetric(metric: PushedMetric): Promise<{ readonly name: string }>;
}
