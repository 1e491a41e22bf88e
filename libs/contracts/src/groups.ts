import { boardIdSchema, type BoardId } from './board.ts';
import { isRole, type Role } from './roles.ts';

/**
 * Groups of the live hub. Names are built and parsed here only, so that the collector that sends to
 * a group and the backend that fills it cannot disagree.
 */
export type LiveGroup =
  | { readonly kind: 'board'; readonly board: BoardId; readonly cadence: Cadence }
  | { readonly kind: 'role'; readonly role: Role };

/** How often a board's frames come. One tier today; slower tiers get their own groups. */
export const cadences = ['1s'] as const;
export type Cadence = (typeof cadences)[number];

export const boardGroup = (board: BoardId, cadence: Cadence = '1s'): string =>
  `board:${board}:${cadence}`;

export const roleGroup = (role: Role): string => `role:${role}`;

/** Reads a group's name; `undefined` when it is none of ours. */
export function parseGroup(name: string): LiveGroup | undefined {
  const [kind, id = '', tier, ...rest] = name.split(':');
  if (rest.length > 0) return undefined;
  if (kind === 'role' && tier === undefined && isRole(id)) return { kind, role: id };
  const cadence = cadences.find((known) => known === tier);
  if (kind === 'board' && cadence && boardIdSchema.safeParse(id).success) {
    return { kind, board: id, cadence };
  }
  return undefined;
}
