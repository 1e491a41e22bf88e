import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import * as webSockets from 'ws';
import { buildCloseFrame, buildMessageFrame, buildPongFrame } from './frame-writer.ts';

// `ws` exports its receiver for other implementations; its types do not say so.
const { Receiver } = webSockets as unknown as { Receiver: new () => NodeJS.WritableStream };

async function readBack(frame: Buffer, event: string): Promise<unknown[]> {
  const receiver = new Receiver();
  const received = once(receiver, event);
  receiver.write(frame);
  return received;
}

describe(buildMessageFrame, () => {
  const cases = [[], [0], [125], [126], [100, 26], [65_535], [65_536], [1, 70_000, 0, 2]];

  it.for(cases.map((sizes) => ({ sizes })))(
    'builds one frame of payloads of $sizes bytes that a receiver reads back',
    async ({ sizes }) => {
      const payloads = sizes.map((size, at) => new Uint8Array(size).fill(65 + at));
      for (const format of ['Text', 'Binary'] as const) {
        const [data, isBinary] = await readBack(buildMessageFrame(format, payloads), 'message');
        expect(isBinary).toBe(format === 'Binary');
        expect(Buffer.concat(payloads).equals(data as Buffer)).toBe(true);
      }
    },
  );
});

describe(buildPongFrame, () => {
  it('builds a frame with the payload of the ping', async () => {
    expect(await readBack(buildPongFrame(Buffer.from('42')), 'pong')).toEqual([Buffer.from('42')]);
  });
});

describe(buildCloseFrame, () => {
  it.for([1000, 1002, 4999, 1005])(
    'builds a frame with code %i; 1005 stands for none',
    async (code) => {
      expect(await readBack(buildCloseFrame(code), 'conclude')).toEqual([code, Buffer.alloc(0)]);
    },
  );
});
