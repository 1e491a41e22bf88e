import { expect, it, onTestFinished } from 'vitest';
import { createTestApp } from './test-app.ts';
import { createAppFolder } from './testing/app-folder.ts';

it('a test app with HTTP streams answers piece by piece', async () => {
  const folder = await createAppFolder({ fixture: 'streams' });
  onTestFinished(() => folder.remove());
  const app = await createTestApp({ folder: folder.path });

  const events = await app.fetch('/api/events');
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  await app.fetch('/api/step', { method: 'POST' });
  const second = await reader?.read();
  await reader?.cancel();

  expect([first?.value, second?.value]).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  const mirrored = await app.fetch('/api/mirror', { method: 'POST', body: 'täxt' });
  expect(await mirrored.text()).toBe('täxt');
  expect((await app.fetch('/api/silent')).status).toBe(204);
});
