/** Why the connection is in the state that it is in, in a sentence for the person in front of it. */
const sentences = {
  created: 'Not started yet.',
  starting: 'Connecting for the first time.',
  retrying: 'Connecting again.',
  connected: 'Connected.',
  stopped: 'Stopped.',
  'sign-in-needed': 'Nobody is signed in.',
  'token-refused': 'The sign-in is no longer valid.',
  forbidden: 'This account may not connect.',
  'token-unavailable': 'The sign-in could not be renewed.',
  'client-not-loaded': 'A part of this page could not be loaded. If this stays, reload the page.',
  'backend-unreachable': 'The backend cannot be reached.',
  'backend-silent': 'The backend does not answer.',
  'backend-failed': 'The backend did not hand out a connection.',
  throttled: 'There are too many connections at the moment.',
  'service-unreachable': 'The real-time service cannot be reached.',
  'service-refused': 'The real-time service refused the connection.',
  'attempt-timed-out': 'Connecting took too long.',
  'connection-lost': 'The connection was lost.',
  'service-silent': 'Nothing was heard from the real-time service for too long.',
  'closed-by-service': 'The real-time service closed the connection.',
} as const;

export type StateReasonCode = keyof typeof sentences;

/** What a backend says when it hands out no connection. */
export interface Refusal {
  readonly code: string;
  /** For people. */
  readonly message: string;
}

export interface StateReason {
  readonly code: StateReasonCode;
  readonly sentence: string;
  /** The backend's own words, where it refused and `readRefusal` understood them. */
  readonly refusal?: Refusal;
}

export const stateReason = (code: StateReasonCode, refusal?: Refusal): StateReason => ({
  code,
  sentence: sentences[code],
  ...(refusal && { refusal }),
});

/** Whether trying again is in vain until somebody signs in. */
export const needsSignIn = (code: StateReasonCode): boolean =>
  code === 'sign-in-needed' || code === 'token-refused' || code === 'forbidden';
