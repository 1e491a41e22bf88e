/** https://spec.openapis.org/oas/v3.1.0#components-object */
export const schemas = {
  PayloadMessage: {
    type: 'object',
    description: 'An invocation. Names of members are read ignoring case.',
    required: ['target'],
    properties: {
      target: { type: 'string', minLength: 1 },
      arguments: { type: ['array', 'null'], items: {} },
    },
  },
  ClientToken: {
    type: 'object',
    required: ['token'],
    properties: { token: { type: 'string' } },
  },
  InvocationResult: {
    type: 'object',
    description: 'Empty when the client answered without a result.',
    properties: { result: {} },
  },
  ConnectionPage: {
    type: 'object',
    required: ['value'],
    properties: {
      value: {
        type: 'array',
        items: {
          type: 'object',
          required: ['connectionId'],
          properties: { connectionId: { type: 'string' }, userId: { type: 'string' } },
        },
      },
      nextLink: { type: 'string', format: 'uri', description: 'The next page, if there is one.' },
    },
  },
  Problem: {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', description: 'Stable; programs match on it.' },
      message: { type: 'string', description: 'For people.' },
    },
  },
} as const;

const reference = (name: keyof typeof schemas) => ({
  schema: { $ref: `#/components/schemas/${name}` },
});

const payload = {
  'application/json': reference('PayloadMessage'),
  'application/x-msgpack': reference('PayloadMessage'),
};

export const requestBodies = {
  PayloadMessage: { required: true, content: payload },
  PreparedMessages: {
    required: true,
    description:
      'An invocation; or a MessagePack map from hub protocols to a framed message for clients of each.',
    content: {
      ...payload,
      'application/octet-stream': {
        schema: { type: 'string', contentMediaType: 'application/x-msgpack' },
      },
    },
  },
  StreamItem: {
    required: true,
    description: 'One JSON value.',
    content: { 'application/json': { schema: {} } },
  },
} as const;

export const statusTexts: Readonly<Record<number, string>> = {
  200: 'Done',
  202: 'Accepted, whether anybody receives it',
  204: 'Done',
  400: 'A name, a parameter or the body is not what it has to be; or a client answered with an error',
  401: 'There is no valid token for this URL',
  404: 'It does not exist; `x-ms-error-code` says what',
  413: 'The body is larger than 1 MB',
  415: 'The body is of another media type',
  429: 'The messages of the day, or the invocations that may wait for clients, are used up',
  501: 'Not offered here; the answer says why',
  504: 'The client did not answer in time',
};

export const problem = { 'application/json': reference('Problem') };
export const answerOf = (name: keyof typeof schemas) => ({ 'application/json': reference(name) });
