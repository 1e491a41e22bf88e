import { describe, expect, it } from 'vitest';
import { azureCapacity, capacityText } from './azure-capacity.ts';

describe(azureCapacity, () => {
  it('is what runs out first', () => {
    expect(azureCapacity({ connections: 20_000, outboundMegabytes: 400 }).units).toBe(20);
    expect(azureCapacity({ connections: 20_000, outboundMegabytes: 40 }).units).toBe(10);
  });
});

describe(capacityText, () => {
  it('says where the limits are', () => {
    const capacity = azureCapacity({ connections: 20_000, outboundMegabytes: 400 });
    expect(capacityText(capacity)).toBe(
      '20.0 Azure units (20.0 by open files, 100 by outbound traffic)',
    );
  });
});
