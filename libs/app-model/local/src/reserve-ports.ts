import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { LocalError, type PortProblem } from './local-error.ts';

/** An endpoint and the port it wants; 0 for any free one. */
export interface PortWish {
  readonly resource: string;
  readonly endpoint: string;
  readonly port: number;
}

export interface ReservedPort extends PortWish {
  readonly port: number;
}

/**
 * Finds out whether every wish can be fulfilled, before anything starts. All ports are held at the
 * same time, so no free port is dealt twice, and then let go for those who will listen on them.
 * @throws LocalError `port-unavailable` with every wish that failed
 */
export async function reservePorts(
  wishes: readonly PortWish[],
  host: string,
): Promise<readonly ReservedPort[]> {
  const held: Server[] = [];
  const reserved: ReservedPort[] = [];
  const problems: PortProblem[] = [];
  try {
    // Chosen ports come first: a free one that the system deals must not be another's chosen one.
    const chosenFirst = [...wishes].sort((a, b) => Number(a.port === 0) - Number(b.port === 0));
    for (const wish of chosenFirst) {
      const attempt = await hold(wish.port, host);
      if ('reason' in attempt) {
        problems.push({ ...wish, reason: attempt.reason });
      } else {
        held.push(attempt.server);
        reserved.push({ ...wish, port: attempt.port });
      }
    }
  } finally {
    await Promise.all(held.map(release));
  }
  if (problems.length > 0)
    throw new LocalError('port-unavailable', sentence(problems), { ports: problems });
  return reserved;
}

type Attempt =
  { readonly server: Server; readonly port: number } | { readonly reason: PortProblem['reason'] };

async function hold(port: number, host: string): Promise<Attempt> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    return { server, port: (server.address() as AddressInfo).port };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') return { reason: 'taken' };
    if (code === 'EACCES') return { reason: 'forbidden' };
    throw error;
  }
}

async function release(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

function sentence(problems: readonly PortProblem[]): string {
  const [first, ...others] = problems;
  if (first && others.length === 0) {
    const { port, resource, reason } = first;
    const why = reason === 'taken' ? 'is taken' : 'needs more rights than this user has';
    return `Port ${port}, which ${resource} would use, ${why}.`;
  }
  const list = problems.map(({ port, resource, reason }) => `${port} for ${resource} (${reason})`);
  return `These ports cannot be used: ${list.join(', ')}.`;
}
