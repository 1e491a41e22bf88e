import { describe, expect, it } from 'vitest';
import { createMemoryAdapter } from './memory-adapter.ts';

describe(createMemoryAdapter, () => {
  it('keeps models apart, and stores apart', async () => {
    const open = createMemoryAdapter();
    await open('Session').upsert('1', { uid: 'a' }, 60);

    expect(await open('Session').find('1')).toEqual({ uid: 'a' });
    expect(await open('Session').findByUid('a')).toEqual({ uid: 'a' });
    expect(await open('Grant').find('1')).toBeUndefined();
    expect(await createMemoryAdapter()('Session').find('1')).toBeUndefined();
  });

  it('forgets what has expired', async () => {
    let now = 0;
    const adapter = createMemoryAdapter({ now: () => now })('Session');
    await adapter.upsert('1', { uid: 'a' }, 10);

    now = 9_999;
    expect(await adapter.find('1')).toEqual({ uid: 'a' });
    now = 10_000;
    expect(await adapter.find('1')).toBeUndefined();
    expect(await adapter.findByUid('a')).toBeUndefined();
  });

  it('revokes all tokens of a grant, and nothing else', async () => {
    const open = createMemoryAdapter();
    await open('AccessToken').upsert('1', { grantId: 'g' }, 60);
    await open('RefreshToken').upsert('2', { grantId: 'g' }, 60);
    await open('RefreshToken').upsert('3', { grantId: 'other' }, 60);
    await open('Interaction').upsert('4', { grantId: 'g' }, 60);

    await open('RefreshToken').revokeByGrantId('g');

    expect(await open('AccessToken').find('1')).toBeUndefined();
    expect(await open('RefreshToken').find('2')).toBeUndefined();
    expect(await open('RefreshToken').find('3')).toBeDefined();
    expect(await open('Interaction').find('4')).toBeDefined();
  });

  it('drops the oldest when it is full', async () => {
    const adapter = createMemoryAdapter({ capacity: 2 })('Session');
    await adapter.upsert('1', {}, 60);
    await adapter.upsert('2', {}, 60);
    await adapter.upsert('1', {}, 60);
    await adapter.upsert('3', {}, 60);

    expect(await adapter.find('1')).toBeDefined();
    expect(await adapter.find('2')).toBeUndefined();
    expect(await adapter.find('3')).toBeDefined();
  });
});
