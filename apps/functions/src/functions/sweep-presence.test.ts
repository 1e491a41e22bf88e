import { InvocationContext, type Timer } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { openTestBackend } from '../fixtures/open-test-backend.ts';
import { createSweepPresence } from './sweep-presence.ts';

const timer = {} as Timer; // its value is not looked at
const watchers = [{ userId: 'ada', name: 'Ada' }];

describe(createSweepPresence, () => {
  it.for([true, false])(
    'tells those who still watch when somebody is gone: %s',
    async (changed) => {
      const { backend } = await openTestBackend();
      const sweep = async () => ({ watchers, changed });
      const presence = { ...backend.presence, sweep };
      const context = new InvocationContext({});

      await createSweepPresence({ ...backend, presence }).handler(timer, context);

      const told = {
        target: 'presenceChanged',
        arguments: ['machine', watchers],
        groupName: 'board:machine:1s',
      };
      expect(context.extraOutputs.get(backend.live.output)).toEqual(changed ? [told] : []);
    },
  );
});
