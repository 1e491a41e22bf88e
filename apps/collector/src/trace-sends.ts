import { traceFetch, type Telemetry } from '@heliograph/telemetry';

/**
 * A `fetch` for the data plane that tells of what is sent. That somebody watches is asked every other
 * second, day and night; a trace of each answer would cost more than it says.
 */
export function traceSends(
  fetch: typeof globalThis.fetch,
  telemetry: Telemetry,
): typeof globalThis.fetch {
  if (!telemetry.isOn) return fetch;
  const traced = traceFetch(fetch, () => telemetry.recorder);
  return (input, init) => (init?.method === 'POST' ? traced : fetch)(input, init);
}
