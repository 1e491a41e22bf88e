import { app, input, output, trigger } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { createServerlessHub } from './serverless-hub.ts';
import { createChat } from './testing/chat-hub.ts';
import { recordRegistrations, registeredBy } from './testing/recorded-core.ts';

recordRegistrations();

const connectionStringSetting = 'AzureSignalRConnectionString';
const handler = () => undefined;

/** A function as one writes it with nothing but `@azure/functions`. */
function registerByHand(name: string, category: string, event: string): void {
  app.generic(name, {
    trigger: trigger.generic({
      type: 'signalRTrigger',
      name: 'hubEvent',
      hubName: 'chat',
      category,
      event,
      connectionStringSetting,
    }),
    extraOutputs: [
      output.generic({
        type: 'signalR',
        name: 'chatHubActions',
        hubName: 'chat',
        connectionStringSetting,
      }),
    ],
    handler,
  });
}

describe(createServerlessHub, () => {
  const { chat } = createChat();

  it('registers an invocation as a stock function does', () => {
    const ours = registeredBy(() =>
      chat.invocation('say', async () => ({ result: { heard: true } })).register(),
    );

    expect(ours).toHaveLength(1);
    expect(ours).toEqual(registeredBy(() => registerByHand('say', 'messages', 'say')));
    expect(ours[0]?.bindings['hubEvent']).toMatchObject({
      type: 'signalRTrigger',
      direction: 'in',
      hubName: 'chat',
      category: 'messages',
      event: 'say',
    });
  });

  it.for(['connected', 'disconnected'] as const)(
    'registers %s as a stock function does',
    (event) => {
      const ours = registeredBy(() => chat[event](async () => []).register());

      expect(ours).toHaveLength(1);
      expect(ours).toEqual(registeredBy(() => registerByHand(event, 'connections', event)));
    },
  );

  it('registers a negotiation as a stock function does', () => {
    const userId = '{headers.x-ms-client-principal-id}';
    const claimTypeList = ['name', 'roles'];
    const idToken = '{headers.x-ms-token-aad-id-token}';

    const ours = registeredBy(() =>
      chat.negotiation({ route: 'chat/negotiate', userId, idToken, claimTypeList }).register(),
    );

    const stock = registeredBy(() =>
      app.http('negotiate', {
        methods: ['POST'],
        authLevel: 'anonymous',
        route: 'chat/negotiate',
        extraInputs: [
          input.generic({
            type: 'signalRConnectionInfo',
            name: 'connectionInfo',
            hubName: 'chat',
            connectionStringSetting,
            userId,
            idToken,
            claimTypeList,
          }),
        ],
        handler: () => ({}),
      }),
    );
    expect(ours).toHaveLength(1);
    expect(ours).toEqual(stock);
  });

  it('takes the connection from the setting that it is told', () => {
    const other = createServerlessHub({
      hub: { name: 'chat', client: {}, server: {} },
      policy: { identify: () => undefined },
      connectionStringSetting: 'Other',
      outputName: 'sent',
    });

    const [registered] = registeredBy(() => other.connected(async () => []).register());

    expect(registered?.bindings).toMatchObject({
      hubEvent: { connectionStringSetting: 'Other' },
      sent: { connectionStringSetting: 'Other', direction: 'out' },
    });
  });
});
