/** What people are told of an operation; paths, methods and statuses are read from its routes. */
export interface OperationNote {
  readonly summary: string;
  readonly query?: readonly QueryName[];
  readonly body?: 'PayloadMessage' | 'PreparedMessages' | 'StreamItem';
  readonly answer?: 'ClientToken' | 'InvocationResult' | 'ConnectionPage';
  /** Statuses beside those that every operation can answer with. */
  readonly refusals?: readonly number[];
  /** Why it is not offered; then 501 is all it answers. */
  readonly notOffered?: string;
}

export const queryParameters = {
  excluded: {
    description: 'Id of a connection that is left out. Repeats; is never comma-joined.',
    schema: { type: 'array', items: { type: 'string' } },
    explode: true,
  },
  reason: { description: 'What the client is told.', schema: { type: 'string' } },
  ttl: {
    description:
      'Seconds for which the membership lasts. Absent: a year from its last renewal; 0: only connections that the user has now.',
    schema: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  },
  userId: { description: 'The user that the token is for.', schema: { type: 'string' } },
  minutesToExpire: {
    description: 'How long the token is valid; an hour by default.',
    schema: { type: 'integer', minimum: 1, maximum: 525_600 },
  },
  completed: {
    description: 'Whether the item is the last one of its stream.',
    schema: { type: 'boolean', default: false },
  },
  maxpagesize: {
    description: 'Connections on a page.',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 200 },
  },
  top: {
    description: 'Connections on all pages together.',
    schema: { type: 'integer', minimum: 1 },
  },
  continuationToken: {
    description: 'Where the page before ended; part of its `nextLink`.',
    schema: { type: 'string' },
  },
} as const;

export type QueryName = keyof typeof queryParameters;

const body = 'PreparedMessages';
const sendRefusals = [413, 429];
const missing = [404];

export const operationNotes: Readonly<Record<string, OperationNote>> = {
  sendToAll: {
    summary: 'Sends a message to every client of the hub',
    query: ['excluded'],
    body,
    refusals: sendRefusals,
  },
  sendToUser: {
    summary: 'Sends a message to every connection of a user',
    body,
    refusals: sendRefusals,
  },
  sendToConnection: {
    summary: 'Sends a message to one connection',
    body,
    refusals: sendRefusals,
  },
  sendToGroup: {
    summary: 'Sends a message to every member of a group',
    query: ['excluded'],
    body,
    refusals: sendRefusals,
  },
  connectionExists: { summary: 'Whether a connection is open', refusals: missing },
  groupExists: { summary: 'Whether a group has members that are connected', refusals: missing },
  userExists: { summary: 'Whether a user is connected', refusals: missing },
  addConnectionToGroup: { summary: 'Adds a connection to a group', refusals: missing },
  removeConnectionFromGroup: { summary: 'Takes a connection out of a group' },
  removeConnectionFromAllGroups: { summary: 'Takes a connection out of all groups' },
  addUserToGroup: {
    summary: 'Adds a user to a group, with all connections that the user has or will have',
    query: ['ttl'],
  },
  removeUserFromGroup: { summary: 'Takes a user out of a group' },
  removeUserFromAllGroups: { summary: 'Takes a user out of all groups' },
  userIsInGroup: { summary: 'Whether a user belongs to a group', refusals: missing },
  closeConnection: { summary: 'Closes a connection', query: ['reason'] },
  closeAllConnections: {
    summary: 'Closes every connection of the hub',
    query: ['excluded', 'reason'],
  },
  closeGroupConnections: {
    summary: 'Closes every connection of a group',
    query: ['excluded', 'reason'],
  },
  closeUserConnections: {
    summary: 'Closes every connection of a user',
    query: ['excluded', 'reason'],
  },
  invokeConnection: {
    summary: 'Invokes a target of one client and waits for its result',
    body: 'PayloadMessage',
    answer: 'InvocationResult',
    refusals: [404, 413, 429, 504],
  },
  sendStreamItem: {
    summary: 'Sends an item of a stream that a client has asked for',
    query: ['completed'],
    body: 'StreamItem',
    refusals: sendRefusals,
  },
  completeStream: {
    summary: 'Ends a stream; with a reason, as failed',
    query: ['reason'],
    refusals: [429],
  },
  listGroupConnections: {
    summary: 'Lists the connections of a group, page by page',
    query: ['maxpagesize', 'top', 'continuationToken'],
    answer: 'ConnectionPage',
  },
  generateToken: {
    summary: 'Makes a token with which a client can connect',
    query: ['userId', 'minutesToExpire'],
    answer: 'ClientToken',
  },
  executeCommands: {
    summary: 'Runs several commands at once',
    notOffered: 'The members of a command are not documented.',
  },
  refreshConnection: {
    summary: 'Renews the authentication of a connection',
    notOffered: 'It is a preview of the service.',
  },
};
