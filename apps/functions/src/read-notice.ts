import { liveHub, noticeSchema, type Notice } from '@heliograph/contracts';
import { BackendError } from './backend-error.ts';
import type { Caller } from './caller.ts';

const { maxBytes, roles: permitted } = liveHub.server.notify;

/** Over HTTP the same people may notify as over the hub. @throws BackendError `permission-denied` */
export function checkMayNotify({ roles }: Caller): void {
  if (!permitted.some((role) => roles.includes(role))) {
    const message = `To send messages, one of the roles ${permitted.join(', ')} is needed`;
    throw new BackendError('permission-denied', message);
  }
}

/**
 * Reads the body of a request that carries a notice.
 *
 * @throws BackendError `body-too-large`, `body-invalid`
 */
export function readNotice(body: string): Notice {
  if (Buffer.byteLength(body) > maxBytes) {
    throw new BackendError('body-too-large', `The body has more than ${maxBytes} bytes`);
  }
  const notice = noticeSchema.safeParse(parseJson(body));
  if (!notice.success) {
    const [issue] = notice.error.issues;
    const where = issue?.path.join('.') || 'the body';
    throw new BackendError('body-invalid', `${where}: ${issue?.message}`);
  }
  return notice.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BackendError('body-invalid', 'The body is not JSON');
  }
}
