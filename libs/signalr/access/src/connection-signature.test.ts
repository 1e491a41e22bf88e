import { describe, expect, it } from 'vitest';
import { signConnectionId, verifyConnectionSignature } from './connection-signature.ts';

const key = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH';
// Recorded from Microsoft's emulator for this key.
const signature = 'sha256=8de7281e588e23b0a30a7180ffa240257b8176e983004c240c9f3f7a7233c993';

describe(signConnectionId, () => {
  it('signs with every key, in their order, without spaces', () => {
    expect(signConnectionId([key], 'conn1')).toBe(signature);
    expect(signConnectionId([key, key], 'conn1')).toBe(`${signature},${signature}`);
  });
});

describe(verifyConnectionSignature, () => {
  it.for([
    signature,
    signature.toUpperCase().replace('SHA', 'sha'),
    signature.toUpperCase(),
    `sha256=${'0'.repeat(64)}, ${signature}`,
    `nonsense,${signature}`,
  ])('accepts %s', (header) => {
    expect(verifyConnectionSignature([key], 'conn1', header)).toBe(true);
  });

  it('accepts a signature by either key of the backend', () => {
    expect(verifyConnectionSignature(['old', key], 'conn1', signature)).toBe(true);
  });

  it.for([
    '',
    ',',
    'sha256=',
    signature.slice(0, -1),
    `${signature}0`,
    signature.replace('sha256=', ''),
    signature.replace('8', '9'),
    `${'x,'.repeat(8)}${signature}`,
  ])('refuses %j', (header) => {
    expect(verifyConnectionSignature([key], 'conn1', header)).toBe(false);
  });

  it('refuses the signature of another connection or key, and everything without keys', () => {
    expect(verifyConnectionSignature([key], 'conn2', signature)).toBe(false);
    expect(verifyConnectionSignature(['other'], 'conn1', signature)).toBe(false);
    expect(verifyConnectionSignature([], 'conn1', signature)).toBe(false);
  });
});
