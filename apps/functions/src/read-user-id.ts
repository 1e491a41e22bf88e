import type { HttpRequest } from '@azure/functions';
import { watcherSchema } from '@heliograph/contracts';
import { BackendError } from './backend-error.ts';

/** Reads the person whom a route names. @throws BackendError `person-invalid` */
export function readUserId({ userId }: HttpRequest['params']): string {
  const read = watcherSchema.shape.userId.safeParse(userId);
  if (read.success) return read.data;
  throw new BackendError('person-invalid', 'A user id has 1 to 255 characters');
}
