import { expect } from 'vitest';
import { readRecording } from './recording/read-recording.ts';
import { forgeToken, secondsFromNow } from './target/access.ts';
import { eventually } from './target/eventually.ts';
import { jsonFrames } from './target/hub-frames.ts';
import { openSocket } from './target/raw-socket.ts';
import { itLocally, startService } from './target/service.ts';
import { startUpstream } from './target/test-upstream.ts';

/** A token that the SDK issued, and for whom. */
interface IssuedToken {
  readonly name: string;
  readonly path: string;
  /** Without its times. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** In seconds. */
  readonly lifetime: number;
  readonly answer: { readonly userId?: string };
}

itLocally.for(readRecording<IssuedToken>('management-negotiate'))(
  'sdk 1, service 11.3: a client comes in with the token that the SDK issues, as whom it is meant for: $name',
  async ({ path, claims, lifetime, answer }) => {
    const upstream = await startUpstream();
    const service = await startService({ upstream: [{ urlTemplate: upstream.url }] });
    const iat = secondsFromNow(0);
    const token = forgeToken(service, {
      header: { kid: '1' },
      claims: { ...claims, nbf: iat, exp: iat + lifetime, iat },
    });
    const headers = { Authorization: `Bearer ${token}` };
    const socket = await openSocket(`${service.url}${path}`, { headers });
    socket.send(jsonFrames({ protocol: 'json', version: 1 }));
    await eventually(() => upstream.requests.length === 1);
    expect(upstream.requests[0]?.headers['x-asrs-user-id']).toBe(answer.userId);
  },
);
