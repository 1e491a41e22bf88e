import type { ChatMessage, Greeting, Notification, Receipt, Watcher } from '@heliograph/contracts';
import type { PeopleConnection } from './people-connection.ts';

export const ada: Watcher = { userId: 'ada@example.org', name: 'Ada' };
export const oscar: Watcher = { userId: 'oscar@example.org', name: 'Oscar' };

let stamped = 0;
const stamp = (): Receipt => {
  stamped += 1;
  return {
    id: `00000000-0000-4000-8000-${String(stamped).padStart(12, '0')}`,
    sentAt: 1_000_000 + stamped,
  };
};

/** Test only: a message as the hub brings it. */
export const said = (from: Watcher, text: string, to?: string): ChatMessage => ({
  ...stamp(),
  from,
  text,
  ...(to === undefined ? {} : { to }),
});

/** Test only: a notification as the hub brings it. */
export const noticed = (title: string, level: Notification['level'] = 'info'): Notification => ({
  ...stamp(),
  from: oscar,
  level,
  title,
  text: '',
});

/** Test only: how the backend greets Ada. */
export const greetingOf = (roles: Greeting['roles'], serverTime = 0): Greeting => ({
  connectionId: 'connection-1',
  ...ada,
  roles,
  serverTime,
});

/** Test only: people at a hub that the test plays. */
export function createTestPeople() {
  let live = false;
  const listeners = new Set<() => void>();
  const handlers = {
    greeting: new Set<(greeting: Greeting) => void>(),
    chat: new Set<(message: ChatMessage) => void>(),
    notification: new Set<(notification: Notification) => void>(),
  };
  const calls: unknown[][] = [];
  let answer: () => Promise<unknown> = async () => undefined;
  const add = <T>(set: Set<T>, handler: T) => {
    set.add(handler);
    return () => void set.delete(handler);
  };
  const call = async (...made: unknown[]): Promise<Receipt> => {
    calls.push(made);
    await answer();
    return stamp();
  };
  const connection: PeopleConnection = {
    isLive: () => live,
    subscribe: (listener) => add(listeners, listener),
    onGreeting: (handler) => add(handlers.greeting, handler),
    onChatMessage: (handler) => add(handlers.chat, handler),
    onNotification: (handler) => add(handlers.notification, handler),
    chatToAll: (text) => call('chatToAll', text),
    chatToPerson: (userId, text) => call('chatToPerson', userId, text),
    notify: (recipient, notice) => call('notify', recipient, notice),
    async publishMetric(metric) {
      await call('publishMetric', metric);
      return { name: metric.name };
    },
  };
  return {
    connection,
    calls,
    setLive(next: boolean) {
      live = next;
      listeners.forEach((listener) => listener());
    },
    answerWith: (next: () => Promise<unknown>) => (answer = next),
    greet: (greeting: Greeting) => handlers.greeting.forEach((handler) => handler(greeting)),
    deliver: (message: ChatMessage) => handlers.chat.forEach((handler) => handler(message)),
    notify: (notification: Notification) =>
      handlers.notification.forEach((handler) => handler(notification)),
    /** How many handlers are registered. */
    listening: () =>
      listeners.size + Object.values(handlers).reduce((sum, { size }) => sum + size, 0),
  };
}
