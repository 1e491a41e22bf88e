import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { offeredBindings } from './bindings/offered-bindings.ts';
import { readFunction } from './bindings/read-function.ts';
import { createAppSettings } from './settings/app-settings.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const rows = [...readme.matchAll(/^\| `(\w+)` +\| (trigger|input|output) +\| (yes|no) +\|$/gm)].map(
  ([, type = '', role = '', offered]) => ({ type, role, offered: offered === 'yes' }),
);

const settings = createAppSettings(
  {},
  { AzureSignalRConnectionString: 'Endpoint=http://127.0.0.1:1;AccessKey=a-key;Version=1.0;' },
);
/** Enough for each of the bindings that there are. */
const options = {
  hubName: 'chat',
  category: 'messages',
  event: 'say',
  schedule: '0 0 0 1 1 *',
  connection: 'SomeSetting',
};

/** A function with this binding, and a trigger if it is none itself. */
function read(type: string, role: string) {
  const binding = { ...options, type, direction: role === 'output' ? 'out' : 'in' } as const;
  const trigger = { type: 'httpTrigger', direction: 'in' } as const;
  const bindings = role === 'trigger' ? { binding } : { trigger, binding };
  return readFunction({ name: 'example', bindings }, settings);
}

describe('the table of bindings in the README', () => {
  it('has every binding that is offered', () => {
    const listed = (role: string) =>
      rows.filter((row) => row.role === role && row.offered).map(({ type }) => type);

    expect(listed('trigger')).toEqual(offeredBindings.trigger);
    expect(listed('input')).toEqual(offeredBindings.input);
    expect(listed('output')).toEqual(offeredBindings.output);
  });

  it.for(rows)('tells the truth about $type as $role', ({ type, role, offered }) => {
    const refusal = expect.objectContaining({
      code: 'function-invalid',
      message: `The function "example": its binding "binding" of type ${type} is not offered by this host`,
    });

    if (offered) expect(read(type, role).name).toBe('example');
    else expect(() => read(type, role)).toThrow(refusal);
  });
});
