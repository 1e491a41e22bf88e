import type { Backend } from './backend.ts';
import type { BackendFunction, Endpoint } from './http-function.ts';
import { createChatToAll } from './functions/chat-to-all.ts';
import { createChatToPerson } from './functions/chat-to-person.ts';
import { createConnected } from './functions/connected.ts';
import { createDisconnected } from './functions/disconnected.ts';
import { createEndSession, createSignOut } from './functions/end-session.ts';
import { createHealth } from './functions/health.ts';
import { createHistory } from './functions/history.ts';
import { createJoinBoard } from './functions/join-board.ts';
import { createLeaveBoard } from './functions/leave-board.ts';
import { createNegotiate } from './functions/negotiate.ts';
import { createNotify } from './functions/notify.ts';
import { createOpenApi } from './functions/open-api.ts';
import {
  createMessageToAll,
  createMessageToGroup,
  createMessageToUser,
} from './functions/post-message.ts';
import { createPublishMetric } from './functions/publish-metric.ts';
import { createSweepPresence } from './functions/sweep-presence.ts';

/** What is called over HTTP. */
export function createEndpoints(backend: Backend): Endpoint[] {
  const endpoints = [
    createNegotiate(backend),
    createMessageToAll(backend),
    createMessageToUser(backend),
    createMessageToGroup(backend),
    createHistory(backend),
    createSignOut(backend),
    createEndSession(backend),
    createHealth(backend),
  ];
  return [...endpoints, createOpenApi(backend, endpoints)];
}

/** All of the backend. */
export function createFunctions(backend: Backend): BackendFunction[] {
  return [
    ...createEndpoints(backend),
    createConnected(backend),
    createDisconnected(backend),
    createJoinBoard(backend),
    createLeaveBoard(backend),
    createChatToAll(backend),
    createChatToPerson(backend),
    createNotify(backend),
    createPublishMetric(backend),
    createSweepPresence(backend),
  ];
}
