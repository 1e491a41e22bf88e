/** Looks like a token, and must be told to nobody. */
export const hostile = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

/** The trace that a call belongs to. */
export const traceId = '0af7651916cd43dd8448eb211c80319c';
