import { AccessError } from './access-error.ts';

// https://learn.microsoft.com/azure/azure-signalr/swagger/signalr-data-plane-rest-v20241201
const accepted = /^[A-Za-z][A-Za-z0-9_`,.[\]]{0,127}$/;

/**
 * The hub's name as it stands in URLs and audiences: the service compares hub names in lower case.
 *
 * @throws AccessError `hub-invalid`
 */
export function toHubName(hub: string): string {
  if (!accepted.test(hub)) {
    throw new AccessError(
      'hub-invalid',
      `'${hub.slice(0, 128)}' is not a hub name: it starts with a letter and has at most 128 letters, digits and _ \` , . [ ]`,
    );
  }
  return hub.toLowerCase();
}
