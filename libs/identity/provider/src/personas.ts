/** Somebody who can be signed in as with one click. */
export interface Persona {
  /** What tokens carry as `sub`: an e-mail address, as at most companies. */
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** What this persona is good for, in one sentence for the sign-in page. */
  readonly purpose: string;
}

/** One persona for each step of what people may do. */
export const defaultPersonas: readonly Persona[] = [
  {
    userId: 'viola@heliograph.local',
    name: 'Viola',
    roles: ['viewer'],
    purpose: 'Watches the boards.',
  },
  {
    userId: 'oscar@heliograph.local',
    name: 'Oscar',
    roles: ['viewer', 'operator'],
    purpose: 'Watches, and keeps the others informed.',
  },
  {
    userId: 'ada@heliograph.local',
    name: 'Ada',
    roles: ['viewer', 'operator', 'admin'],
    purpose: 'Does everything, also what only few may do.',
  },
];
