import { HttpRequest, InvocationContext } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { createNegotiation, type NegotiationOptions } from './negotiation.ts';

const hub = { hubName: 'chat', connectionStringSetting: 'AzureSignalRConnectionString' };
const info = { url: 'https://chat.service.signalr.net/client/?hub=chat', accessToken: 'a.b.c' };

async function negotiate(brought: unknown, options?: NegotiationOptions) {
  const { input, handler } = createNegotiation(hub, options);
  const context = new InvocationContext({});
  context.extraInputs.set(input, brought);
  return handler(new HttpRequest({ method: 'POST', url: 'http://127.0.0.1/' }), context);
}

describe(createNegotiation, () => {
  it.for([[info], [JSON.stringify(info)], [{ ...info, more: 1 }]])(
    'sends the client on with what the binding brought: %j',
    async ([brought]) => {
      expect(await negotiate(brought)).toEqual({
        headers: { 'cache-control': 'no-store' },
        jsonBody: info,
      });
    },
  );

  it.for([[undefined], ['{'], [{ url: 'nowhere', accessToken: 'x' }], [{ url: info.url }]])(
    'fails when the binding brought %j',
    async ([brought]) => {
      await expect(negotiate(brought)).rejects.toMatchObject({ code: 'event-malformed' });
    },
  );

  it('lets the app refuse first', async () => {
    expect(await negotiate(info, { refuse: async () => ({ status: 403 }) })).toEqual({
      status: 403,
    });
    expect(await negotiate(info, { refuse: async () => undefined })).toMatchObject({
      jsonBody: info,
    });
  });
});
