import { describe, expect, it } from 'vitest';
import { FrameCounter } from './frame-counter.ts';

describe(FrameCounter, () => {
  const short = Buffer.from([0x81, 0x03, 1, 2, 3]);
  const ping = Buffer.from([0x89, 0x02, 9, 9]);
  const empty = Buffer.from([0x81, 0x00]);
  const medium = Buffer.concat([Buffer.from([0x82, 126, 0x01, 0x00]), Buffer.alloc(256)]);
  const long = Buffer.concat([
    Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    Buffer.alloc(65_536),
  ]);
  const stream = Buffer.concat([short, ping, empty, medium, short]);

  it('counts the payload of data frames of every length, and only of those', () => {
    const counter = new FrameCounter();
    counter.read(Buffer.concat([stream, long]), stream.length + long.length);
    expect(counter.payloadBytes).toBe(3 + 256 + 3 + 65_536);
    expect(counter.frames).toBe(5);
    expect(counter.lastFrameBytes).toBe(65_536);
  });

  it('does not read behind the bytes that it was given', () => {
    const counter = new FrameCounter();
    counter.read(Buffer.concat([short, short]), short.length);
    expect(counter.payloadBytes).toBe(3);
  });

  it('counts the same wherever the stream is cut', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const counter = new FrameCounter();
      counter.read(stream.subarray(0, cut), cut);
      counter.read(stream.subarray(cut), stream.length - cut);
      expect({ cut, bytes: counter.payloadBytes, frames: counter.frames }).toEqual({
        cut,
        bytes: 262,
        frames: 4,
      });
    }
  });
});
