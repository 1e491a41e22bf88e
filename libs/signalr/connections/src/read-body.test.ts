import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBody } from './read-body.ts';

const maxBytes = 200_000;

/** A server that reads what it is sent, and a client that sends what the test says. */
async function startReader(begin: (request: IncomingMessage) => Promise<unknown> = begunAtOnce) {
  const readings: PromiseSettledResult<string | undefined>[] = [];
  const server = createServer((request, response) => {
    void Promise.allSettled([begin(request).then(() => read(request))]).then((settled) => {
      readings.push(...settled);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { client, readings, server };
}

const begunAtOnce = (): Promise<void> => Promise.resolve();

async function read(request: IncomingMessage): Promise<string | undefined> {
  return (await readBody(request, maxBytes))?.toString();
}

function request(body: string, length = body.length): string {
  return `POST / HTTP/1.1\r\nHost: test\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

function chunked(...chunks: string[]): string {
  const lines = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return `POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n${lines.join('')}0\r\n\r\n`;
}

/** Sends, and waits for as many answers. */
async function send(client: Socket, text: string, answers = 1): Promise<void> {
  client.write(text);
  for (let seen = 0; seen < answers;) {
    const [data] = (await once(client, 'data')) as [Buffer];
    seen += data.toString('latin1').split('HTTP/1.1 200 ').length - 1;
  }
}

const value = (body: string | undefined) => ({ status: 'fulfilled', value: body });

describe(readBody, () => {
  it('reads the bodies of one connection, one after the other', async () => {
    const { client, readings } = await startReader();

    await send(client, request('first'));
    await send(client, request(''));
    await send(client, request('second'));

    expect(readings).toEqual([value('first'), value(''), value('second')]);
  });

  it('reads requests that come in one packet', async () => {
    const { client, readings } = await startReader();

    await send(client, request('first') + request('second') + request('third'), 3);

    expect(readings).toEqual([value('first'), value('second'), value('third')]);
  });

  it('reads a body that follows its head later, in pieces', async () => {
    const { client, readings, server } = await startReader();
    const [head = '', body = ''] = request('a body in pieces').split(/(?<=\r\n\r\n)/);

    client.write(head);
    await once(server, 'request');
    client.write(body.slice(0, 6));
    await new Promise(setImmediate);
    await send(client, body.slice(6));

    expect(readings).toEqual([value('a body in pieces')]);
  });

  it('reads a body that is longer than a request holds at once', async () => {
    const { client, readings } = await startReader();
    const body = 'x'.repeat(maxBytes);

    await send(client, request(body));

    expect(readings).toEqual([value(body)]);
  });

  it('reads a body without an announced length', async () => {
    const { client, readings } = await startReader();

    await send(client, chunked('one, ', 'two'));

    expect(readings).toEqual([value('one, two')]);
  });

  it.for([
    ['is announced to be longer', request('', maxBytes + 1)],
    ['turns out to be longer', chunked('x'.repeat(maxBytes), 'y')],
  ] as const)('gives up a body that %s than is accepted', async ([, text]) => {
    const { client, readings } = await startReader();

    await send(client, text);

    expect(readings).toEqual([value(undefined)]);
  });

  it.for([
    ['while it waits', begunAtOnce],
    ['before it looks', (request: IncomingMessage) => once(request, 'close')],
  ] as const)('fails when the client hangs up before the end, %s', async ([, begin]) => {
    const { client, readings, server } = await startReader(begin);

    client.write(request('only a part', 100));
    await once(server, 'request');
    client.destroy();

    await expect.poll(() => readings).toMatchObject([{ status: 'rejected' }]);
  });
});
