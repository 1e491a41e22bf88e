import { RestError } from './rest-error.ts';

/** The version whose path style is the same in Azure and in the emulators. */
export const apiVersion = '2022-06-01';

/** Since this one the service makes tokens for clients. */
export const tokenApiVersion = '2024-12-01';

// https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20220601
const maxNameLength = 1024;

/**
 * Writes the path of something inside a hub. A tag for templates: what stands in `${}` is a name and
 * is percent-encoded, the rest is copied.
 *
 * @throws RestError `name-invalid` for a name that is blank, too long, or `.` or `..`, which every
 *   URL parser takes for a step between folders, so that it would address something else.
 */
export function dataPlanePath(fixed: TemplateStringsArray, ...names: readonly string[]): string {
  return String.raw({ raw: fixed }, ...names.map(encodeName));
}

function encodeName(name: string): string {
  if (name.trim() === '' || name === '.' || name === '..' || name.length > maxNameLength) {
    throw new RestError(
      'name-invalid',
      `A name must have 1 to ${maxNameLength} characters that are not all blank, and cannot be '.' or '..'`,
    );
  }
  try {
    return encodeURIComponent(name);
  } catch (cause) {
    throw new RestError('name-invalid', 'A name holds half of a surrogate pair', { cause });
  }
}
