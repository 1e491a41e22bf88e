import {
  createClientAccess,
  createDataPlaneToken,
  dataPlaneAudience,
  parseConnectionString,
} from '@heliograph/signalr-access';
import * as z from 'zod';
import { BenchError } from '../bench-error.ts';
import { clientFrame } from './client-frame.ts';
import type { Dialect } from './dialect.ts';
import type { Crowd } from './load-command.ts';
import { httpRequestBytes, HttpLines, type HttpReply, type HttpRequest } from './http-lines.ts';
import { invocationText, padded } from './message-text.ts';

const hub = 'bench';
const groupPath = (group: number): string => `/api/v1/hubs/${hub}/groups/group-${group}`;
const managementLines = 16;
const maxPublishingLines = 64;
const handshakes = ['json', 'messagepack'].map((protocol) =>
  clientFrame(`{"protocol":"${protocol}","version":1}\u001e`),
);
const negotiationSchema = z.object({ connectionId: z.string(), connectionToken: z.string() });

/**
 * Azure SignalR Service: each client is a person of its own, negotiates, connects and is added to
 * one group; messages are published to the groups in turn through the data plane.
 */
export function signalrDialect(
  port: number,
  connectionString: string,
  { groups, unheard, isMixed, negotiates }: Omit<Crowd, 'stalled'>,
): Dialect {
  const connection = parseConnectionString(connectionString);
  const lines = new HttpLines(port, managementLines);

  /** Signs and sends a request, and expects one of the statuses. */
  async function call(request: HttpRequest, expected: number): Promise<HttpReply> {
    const reply = await lines.send(httpRequestBytes(port, request));
    if (reply.status === expected) return reply;
    throw new BenchError('child-failed', `${request.method} was answered with ${reply.status}`);
  }

  return {
    async invite(index) {
      const { url, accessToken } = await createClientAccess({
        connection,
        hub,
        userId: `person-${index}`,
      });
      const { search } = new URL(url);
      const opening = [handshakes[isMixed ? index % 2 : 0]];
      if (!negotiates) return { path: `/client/${search}&access_token=${accessToken}`, opening };
      const path = `/client/negotiate${search}&negotiateVersion=1`;
      const { body } = await call({ method: 'POST', path, token: accessToken }, 200);
      const { connectionId, connectionToken } = negotiationSchema.parse(JSON.parse(body));
      const secrets = `id=${connectionToken}&access_token=${accessToken}`;
      return {
        path: `/client/${search}&${secrets}`,
        opening,
        connectionId,
      };
    },

    async gather(invitations) {
      const joins = invitations.map(async ({ connectionId = '' }, index) => {
        const path = `${groupPath(index % groups)}/connections/${connectionId}`;
        const audience = dataPlaneAudience(connection, path);
        const token = await createDataPlaneToken({ connection, audience });
        return call({ method: 'PUT', path, token }, 200);
      });
      await Promise.all(joins);
    },

    async createPublisher(bytes, inFlight, lost) {
      // The service adds the message's type and the separator to what is published.
      const message = padded(bytes, invocationText).slice(0, -1);
      const json = message.replace('"type":1,', '');
      const requestTo = async (group: number): Promise<Buffer> => {
        const path = groupPath(group);
        const audience = dataPlaneAudience(connection, path);
        const token = await createDataPlaneToken({ connection, audience });
        return httpRequestBytes(port, { method: 'POST', path, token, json });
      };
      const requests = await Promise.all(Array.from({ length: groups }, (_, at) => requestTo(at)));
      const toNobody = await requestTo(groups);
      const requestsInFlight = inFlight * (1 + unheard);
      const publishing = new HttpLines(port, Math.min(requestsInFlight, maxPublishingLines));
      let next = 0;
      const check = ({ status }: HttpReply): void => {
        if (status !== 202) lost(new BenchError('child-failed', `Publishing: status ${status}`));
      };
      const post = (request: Buffer): void => void publishing.send(request).then(check, lost);
      return {
        publish() {
          for (let at = 0; at < unheard; at += 1) post(toNobody);
          const request = requests[next];
          next = (next + 1) % groups;
          if (request !== undefined) post(request);
        },
        close: () => publishing.close(),
      };
    },

    close: () => lines.close(),
  };
}
