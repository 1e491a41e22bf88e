/**
 * What tools ask a host about itself, in the words of Azure's own host.
 *
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
 */
import { mayPass, type FunctionKeys } from '../http/function-keys.ts';
import type { RequestHead } from '../http/request-data.ts';
import type { HttpAnswer } from '../http/response-data.ts';
import { jsonAnswer, textAnswer } from './answer.ts';
import { describeFunctions, manualRunPath } from './function-description.ts';
import { isEnabled, type Generation } from './generation.ts';
import type { Timers } from './timers.ts';

export interface AdminOptions {
  readonly keys: FunctionKeys | undefined;
  readonly timers: Timers;
  /** Where the host is reached. */
  readonly baseUrl: () => string;
}

export function answerAdmin(
  { keys, timers, baseUrl }: AdminOptions,
  generation: Generation | undefined,
  request: RequestHead,
): HttpAnswer {
  const { pathname } = request.url;
  if (pathname === '/admin/host/status') {
    const state = generation === undefined ? 'Error' : 'Running';
    const processUptime = Math.round(process.uptime() * 1000);
    return jsonAnswer(generation === undefined ? 503 : 200, { state, version: '4', processUptime });
  }
  if (pathname === '/admin/host/ping') return textAnswer(200);
  if (!mayPass(keys, 'admin', request)) return textAnswer(401);
  if (generation === undefined) return textAnswer(404);
  const all = toMetadata(generation, baseUrl());
  if (pathname === '/admin/functions') return jsonAnswer(200, all);

  const isOfPath = ({ name }: { readonly name: string }): boolean =>
    pathname === manualRunPath + encodeURIComponent(name);
  if (request.method === 'GET') {
    const one = all.find(isOfPath);
    return one ? jsonAnswer(200, one) : textAnswer(404);
  }
  const timer = generation.timers.find(({ definition }) => isOfPath(definition));
  if (timer === undefined || request.method !== 'POST') return textAnswer(404);
  if (timers.runNow(generation, timer)) return textAnswer(202);
  return textAnswer(409, 'The timer is running already.');
}

/** A function as Azure's host describes it. */
interface FunctionMetadata {
  readonly name: string;
  readonly href: string;
  /** Of HTTP functions. */
  readonly invoke_url_template: string | null;
  readonly language: 'node';
  readonly config: { readonly name: string; readonly bindings: readonly object[] };
  readonly isDisabled: boolean;
}

function toMetadata(generation: Generation, baseUrl: string): FunctionMetadata[] {
  const urls = new Map(
    describeFunctions(generation, baseUrl)
      .filter(({ trigger }) => trigger === 'http')
      .map(({ name, url }) => [name, url]),
  );
  return generation.worker.functions.map(({ name, bindings }) => ({
    name,
    href: `${baseUrl}${manualRunPath}${encodeURIComponent(name)}`,
    invoke_url_template: urls.get(name) ?? null,
    language: 'node',
    config: {
      name,
      bindings: Object.entries(bindings).map(([binding, options]) => ({
        ...options,
        name: binding,
      })),
    },
    isDisabled: !isEnabled(generation.configuration, name),
  }));
}
