import type { LogLine, ResourceAction, ResourceSnapshot } from '@heliograph/app-model-core';
import * as z from 'zod/mini';
import {
  consolePaths,
  logLineSchema,
  logLinesSchema,
  loginCodeSchema,
  refusalSchema,
  resourceSchema,
  resourcesSchema,
  sessionSchema,
  streamEvents,
} from '../api/console-api.ts';
import { ConsoleError, isConsoleErrorCode } from '../console-error.ts';
import { readEventStream } from './read-event-stream.ts';

export interface WantedLines {
  /** All resources when absent. */
  readonly resource?: string | undefined;
  /** Only lines with higher numbers. */
  readonly after?: number | undefined;
  /** Only the newest so many. */
  readonly tail?: number | undefined;
}

/** A console, seen from outside: from a browser or from Node. Every method throws `ConsoleError`. */
export interface ConsoleClient {
  resources(): Promise<readonly ResourceSnapshot[]>;
  act(resource: string, action: ResourceAction): Promise<ResourceSnapshot>;
  lines(wanted: WantedLines): Promise<readonly LogLine[]>;
  /** All resources, then each again whenever it changed. Resolves when the console ends it. */
  followResources(
    onResource: (resource: ResourceSnapshot) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Lines there are, then those to come. Resolves when the console ends it. */
  followLines(
    wanted: WantedLines,
    onLines: (lines: readonly LogLine[]) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Only with the token of the start, not with a session. */
  loginCode(): Promise<z.infer<typeof loginCodeSchema>>;
}

export interface ConsoleAddress {
  /** Without a trailing slash. */
  readonly url: string;
  /** The token of the start, or a session. */
  readonly credential: string;
}

const linesSchema = z.array(logLineSchema);

export function createConsoleClient({ url, credential }: ConsoleAddress): ConsoleClient {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    request(url + path, { ...init, headers: { authorization: `Bearer ${credential}` } });

  const follow = async <Data>(
    path: string,
    name: string,
    schema: z.ZodMiniType<Data>,
    onData: (data: Data) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      const { body } = await ask(path, { signal });
      if (!body) throw malformed();
      for await (const event of readEventStream(body)) {
        if (event.name === name) onData(read(schema, parse(event.data)));
      }
    } catch (error) {
      // Why a stream broke that was open makes no difference to anybody; nor does one's own end of it.
      if (error instanceof ConsoleError && !signal.aborted) throw error;
    }
  };

  return {
    async resources() {
      const { resources } = await readAnswer(resourcesSchema, await ask(consolePaths.resources));
      return resources;
    },
    async act(resource, action) {
      const path = `${consolePaths.resources}/${encodeURIComponent(resource)}/${action}`;
      return readAnswer(resourceSchema, await ask(path, { method: 'POST' }));
    },
    async lines(wanted) {
      const path = `${consolePaths.logs}${queryOf(wanted)}`;
      return (await readAnswer(logLinesSchema, await ask(path))).lines;
    },
    followResources: (onResource, signal) =>
      follow(consolePaths.events, streamEvents.resource, resourceSchema, onResource, signal),
    followLines: (wanted, onLines, signal) =>
      follow(
        `${consolePaths.logStream}${queryOf(wanted)}`,
        streamEvents.lines,
        linesSchema,
        onLines,
        signal,
      ),
    async loginCode() {
      return readAnswer(loginCodeSchema, await ask(consolePaths.loginCodes, { method: 'POST' }));
    },
  };
}

/** Exchanges a code for a session. @throws ConsoleError */
export async function redeemLoginCode(url: string, code: string): Promise<string> {
  const answer = await request(url + consolePaths.sessions, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return (await readAnswer(sessionSchema, answer)).session;
}

async function request(url: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...init, redirect: 'error', cache: 'no-store' });
  } catch (cause) {
    throw new ConsoleError('unreachable', 'The console does not answer', { cause });
  }
  if (answer.ok) return answer;
  const refusal = refusalSchema.safeParse(await answer.json().catch(() => undefined));
  if (!refusal.success) throw malformed();
  const { code, message } = refusal.data;
  throw new ConsoleError(isConsoleErrorCode(code) ? code : 'answer-malformed', message);
}

function queryOf({ resource, after, tail }: WantedLines): string {
  const query = new URLSearchParams();
  if (resource !== undefined) query.set('resource', resource);
  if (after !== undefined) query.set('after', String(after));
  if (tail !== undefined) query.set('tail', String(tail));
  return query.size > 0 ? `?${query}` : '';
}

async function readAnswer<Data>(schema: z.ZodMiniType<Data>, answer: Response): Promise<Data> {
  return read(schema, await answer.json().catch(() => undefined));
}

function read<Data>(schema: z.ZodMiniType<Data>, input: unknown): Data {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  throw malformed(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const malformed = (cause?: unknown): ConsoleError =>
  new ConsoleError('answer-malformed', 'What answered is no console of this version', { cause });
