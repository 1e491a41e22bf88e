import * as z from 'zod/mini';

/** A board is a page of charts that people watch together. Its id is part of URLs and group names. */
export const boardIdSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

export type BoardId = z.infer<typeof boardIdSchema>;

/** The board that every installation has: the machine on which the collector runs. */
export const machineBoard: BoardId = 'machine';
