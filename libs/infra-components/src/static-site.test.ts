import { describe, expect, it } from 'vitest';
import { recordComponent, surroundings } from './fixtures/record-component.ts';
import { StaticSite } from './static-site.ts';

describe(StaticSite, () => {
  it.for(['Free', 'Standard'] as const)('serves files as %s, built elsewhere', async (sku) => {
    const { one, values } = await recordComponent(() => {
      const { url } = new StaticSite('dashboard', { surroundings, sku, location: 'eastus2' });
      return { url };
    });

    expect(one('StaticSite')).toMatchObject({
      sku: { name: sku, tier: sku },
      location: 'eastus2',
      stagingEnvironmentPolicy: 'Disabled',
      tags: surroundings.tags,
    });
    expect(values['url']).toMatch(/^https:\/\/dashboard\./);
  });
});
