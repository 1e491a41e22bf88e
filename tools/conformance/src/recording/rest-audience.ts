import { call } from '../target/data-plane.ts';
import { eventually } from '../target/eventually.ts';
import { jsonFrames, packFrames } from '../target/hub-frames.ts';
import { connectNegotiated, type RawSocket, type SocketMessage } from '../target/raw-socket.ts';
import type { Service } from '../target/service.ts';
import { withPlaceholders } from './placeholders.ts';
import type { RestAnswer } from './rest-exchange.ts';

/** The clients of the recording: two of one user in two protocols, and one of another user. */
const members = {
  una: { userId: 'una', protocol: 'json' },
  bob: { userId: 'bob', protocol: 'json' },
  pack: { userId: 'una', protocol: 'messagepack' },
} as const;

type Member = keyof typeof members;
const names = Object.keys(members) as Member[];

/** What clients were sent, by name: JSON as it stood on the wire, MessagePack in hex. */
export type Frames = Readonly<Partial<Record<Member, string | { readonly hex: string }>>>;

interface Present {
  readonly id: string;
  readonly socket: RawSocket;
}

/** The clients that watch what a request to the data plane does. */
export interface RestAudience {
  /** Brings back whoever was sent away. */
  gather(): Promise<void>;
  /** Puts connection ids in the place of `<una>`, `<bob>` and `<pack>`. */
  fillIn(path: string): string;
  /** What `act` is answered, together with what everybody has got because of it. */
  watch(act: () => Promise<RestAnswer>): Promise<RestAnswer>;
}

/** @param service Its hub is the one of the recording. */
export async function startAudience(service: Service): Promise<RestAudience> {
  const present = new Map<Member, Present>();
  let fences = 0;

  async function gather(): Promise<void> {
    for (const name of names) {
      const member = present.get(name);
      if (member !== undefined && member.socket.closeCode === undefined) continue;
      present.set(name, await connectNegotiated(service, members[name]));
    }
  }

  await gather();
  return {
    gather,
    fillIn: (path) =>
      names.reduce(
        (filled, name) => filled.replaceAll(`<${name}>`, present.get(name)?.id ?? ''),
        path,
      ),
    async watch(act) {
      const before = new Map(
        [...present].map(([name, { socket }]) => [name, socket.arrived.length]),
      );
      const answer = await act();
      // Messages arrive in order: who has got the fence has got everything before it.
      const target = `fence ${(fences += 1)}`;
      await call(service, 'POST', ':send', { body: { target } });
      const frames: { -readonly [Name in keyof Frames]: Frames[Name] } = {};
      for (const [name, { socket }] of present) {
        const { protocol } = members[name];
        const fence = fenceIn[protocol](target);
        const got = (): Buffer => bytesOf(socket.arrived.slice(before.get(name)));
        await eventually(() => endsWith(got(), fence) || socket.closeCode !== undefined);
        const bytes = got();
        const news = endsWith(bytes, fence) ? bytes.subarray(0, -fence.length) : bytes;
        if (news.length === 0) continue;
        frames[name] =
          protocol === 'json' ? withPlaceholders(news.toString()) : { hex: news.toString('hex') };
      }
      return Object.keys(frames).length === 0 ? answer : { ...answer, frames };
    },
  };
}

/** What a send of a target without arguments looks like on the wire. */
const fenceIn = {
  json: (target: string) => Buffer.from(jsonFrames({ type: 1, target, arguments: [] })),
  messagepack: (target: string) => packFrames([1, {}, null, target, [], []]),
};

const bytesOf = (chunks: readonly SocketMessage[]): Buffer =>
  Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));

const endsWith = (bytes: Buffer, end: Buffer): boolean =>
  bytes.length >= end.length && bytes.subarray(-end.length).equals(end);
