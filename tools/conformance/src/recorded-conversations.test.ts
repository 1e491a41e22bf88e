import { describe, expect } from 'vitest';
import {
  replay,
  type ApplicationMaker,
  type Conversation,
  type ConversationAnswer,
} from './recording/conversation.ts';
import { backendThatAnswers } from './recording/backend-answer.ts';
import { readDeviations } from './recording/deviation.ts';
import { readRecording } from './recording/read-recording.ts';
import { recordedHub } from './recording/recorded-hub.ts';
import { call } from './target/data-plane.ts';
import { itLocally } from './target/service.ts';
import type { UpstreamBehaviour } from './target/test-upstream.ts';

/** What stood behind Microsoft's emulator: it answers `echo`, keeps `slow` waiting, takes the rest. */
const recorder: UpstreamBehaviour = ({ headers, body }, response) => {
  const event = headers['x-asrs-event'];
  if (event === 'slow') return;
  if (event !== 'echo') return void response.writeHead(204).end();
  const { invocationId, arguments: result } = JSON.parse(String(body)) as Record<string, unknown>;
  response.end(`${JSON.stringify({ type: 3, invocationId, result })}\u001e`);
};

const recordedBackend =
  ({ backend, act }: Conversation): ApplicationMaker =>
  (service) => ({
    behave: backend === undefined ? recorder : backendThatAnswers(backend),
    ...(act && {
      async afterwards(connectionId: string) {
        for (const request of act) {
          const [method = '', path = ''] = request.replace('<id>', connectionId).split(' ');
          await call(service(), method, path);
        }
      },
    }),
  });

/** The emulator's `Type` and `Error` are `type` and `error` in the documents; SDKs read either. */
const withDocumentedNames = ({ upstream, ...answer }: ConversationAnswer): ConversationAnswer => ({
  ...answer,
  ...(upstream && {
    upstream: upstream.map((told) =>
      told.replace('{"Type":', '{"type":').replace('"Error":', '"error":'),
    ),
  }),
});

const recordings: readonly (readonly [
  string,
  string,
  (conversation: Conversation) => ApplicationMaker,
])[] = [
  ["hub 2: as recorded from Microsoft's emulator", 'handshake', () => () => ({ behave: recorder })],
  [
    "hub 3, golden 10: as recorded from Microsoft's emulator",
    'messages',
    () => () => ({ behave: recorder }),
  ],
  ['hub 3, hub 5, hub 6: as recorded from an ASP.NET Core hub', 'hub', recordedHub],
  [
    "service 5, service 11.7, golden 11, golden 25: as recorded from Microsoft's emulator",
    'upstream-answers',
    recordedBackend,
  ],
  ["hub 7, golden 7: as recorded from Microsoft's emulator", 'ends', recordedBackend],
  [
    "hub 7, hub 12.8, hub 12.17, golden 8, golden 25: as recorded from Microsoft's emulator",
    'times',
    recordedBackend,
  ],
];

describe.for(recordings)('%s', ([, name, applicationFor]) => {
  const conversations = readRecording<Conversation>(name);
  const deviations = readDeviations<ConversationAnswer>(name);

  itLocally.for(conversations)('$name', async (conversation) => {
    const expected = withDocumentedNames(
      deviations.expected(conversation.name, conversation.answer),
    );
    const seen = await replay(conversation, expected, applicationFor(conversation));
    expect(seen).toEqual(expected);
  });

  itLocally('every deviation belongs to an exchange', () => {
    const names = conversations.map((conversation) => conversation.name);
    expect(deviations.names.filter((one) => !names.includes(one))).toEqual([]);
  });
});
