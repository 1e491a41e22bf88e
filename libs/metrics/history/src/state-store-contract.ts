import { describe, expect, it, onTestFinished } from 'vitest';
import { maxKeyLength, maxValueBytes, type StateStore } from './state-store.ts';

/** What every driver has to do. `open` gives an empty store each time, with the clock passed in. */
export function describeStateStore(
  driver: string,
  open: (now: () => number) => Promise<StateStore>,
): void {
  const opened = async (now: () => number = () => 0): Promise<StateStore> => {
    const store = await open(now);
    onTestFinished(() => store.close());
    return store;
  };

  describe(`the state store on ${driver}`, () => {
    it.for([{ name: 'Ada', roles: ['admin'] }, [1, 2], 'text', 0, false, null])(
      'gives back %o',
      async (value) => {
        const store = await opened();
        await store.put('people', 'ada', value);

        expect(await store.get('people', 'ada')).toEqual(value);
        expect(await store.list('people')).toEqual([{ key: 'ada', value }]);
      },
    );

    it('has nothing under a key that was never put, nor in another partition', async () => {
      const store = await opened();
      await store.put('people', 'ada', 1);

      expect(await store.get('people', 'oscar')).toBeUndefined();
      expect(await store.get('boards', 'ada')).toBeUndefined();
      expect(await store.list('boards')).toEqual([]);
    });

    it('replaces a record, its expiry included', async () => {
      let now = 0;
      const store = await opened(() => now);
      await store.put('people', 'ada', 1, { expiresAt: 100 });
      await store.put('people', 'ada', 2);
      now = 1000;

      expect(await store.list('people')).toEqual([{ key: 'ada', value: 2 }]);
    });

    it('lists a partition in order of keys', async () => {
      const store = await opened();
      for (const key of ['c', 'a', 'b/#?\\', 'Zoë 😀']) await store.put('people', key, key);

      expect((await store.list('people')).map(({ key }) => key)).toEqual([
        'Zoë 😀',
        'a',
        'b/#?\\',
        'c',
      ]);
    });

    it('has no record any more once it is expired', async () => {
      let now = 0;
      const store = await opened(() => now);
      await store.put('people', 'ada', 1, { expiresAt: 100 });
      await store.put('people', 'oscar', 2, { expiresAt: 200 });
      expect(await store.list('people')).toEqual([
        { key: 'ada', value: 1, expiresAt: 100 },
        { key: 'oscar', value: 2, expiresAt: 200 },
      ]);
      now = 100;

      expect(await store.get('people', 'ada')).toBeUndefined();
      expect((await store.list('people')).map(({ key }) => key)).toEqual(['oscar']);
      expect(await store.delete('people', 'ada')).toBe(false);
    });

    it('says whether there was something to delete', async () => {
      const store = await opened();
      await store.put('people', 'ada', 1);

      expect(await store.delete('people', 'ada')).toBe(true);
      expect(await store.delete('people', 'ada')).toBe(false);
      expect(await store.get('people', 'ada')).toBeUndefined();
    });

    it.for([
      ['an empty key', '', 1, {}],
      ['a key that is too long', 'k'.repeat(maxKeyLength + 1), 1, {}],
      ['what is no JSON', 'key', undefined, {}],
      ['a value that is too large', 'key', 'v'.repeat(maxValueBytes), {}],
      ['an expiry that is no time', 'key', 1, { expiresAt: NaN }],
    ] as const)('refuses %s', async ([, key, value, options]) => {
      const store = await opened();

      await expect(store.put('people', key, value, options)).rejects.toMatchObject({
        code: 'entry-invalid',
      });
      expect(await store.list('people')).toEqual([]);
    });

    it('refuses everything once it is closed', async () => {
      const store = await open(() => 0);
      await store.close();
      await store.close();

      await expect(store.put('people', 'ada', 1)).rejects.toMatchObject({ name: 'StoreError' });
      await expect(store.get('people', 'ada')).rejects.toMatchObject({ name: 'StoreError' });
    });
  });
}
