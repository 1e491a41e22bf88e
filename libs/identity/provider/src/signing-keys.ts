import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import { ProviderError } from './provider-error.ts';

// RFC 7517 and RFC 7518 section 6.3: a private RSA key, which is what this file writes.
const privateKeySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  d: z.string().min(1),
});
const keySetSchema = z.object({ keys: z.array(privateKeySchema).min(1) });

export type SigningKeys = z.infer<typeof keySetSchema>;

/** Makes a key set with one new key for RS256, the algorithm that Entra ID signs with. */
export async function createSigningKeys(): Promise<SigningKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return keySetSchema.parse({ keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] });
}

/**
 * Reads the signing keys of a file, which is made when it does not exist: tokens then stay valid
 * when the provider starts again. Only its owner can read the file.
 *
 * @throws ProviderError `key-file-invalid`
 */
export async function openSigningKeys(file: string): Promise<SigningKeys> {
  const text = await readIfThere(file);
  if (text !== undefined) return readKeySet(text, file);

  const keys = await createSigningKeys();
  try {
    await mkdir(dirname(file), { recursive: true });
    // Renamed into place, so that a crash leaves no half-written file behind.
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (cause) {
    throw new ProviderError('key-file-invalid', `The key file ${file} cannot be written`, {
      cause,
    });
  }
  return keys;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new ProviderError('key-file-invalid', `The key file ${file} cannot be read`, { cause });
  }
}

function readKeySet(text: string, file: string): SigningKeys {
  try {
    return keySetSchema.parse(JSON.parse(text));
  } catch {
    // The cause is left out: it may quote the file, and the file is secret.
    throw new ProviderError(
      'key-file-invalid',
      `The key file ${file} holds no signing keys; remove it to have new ones made`,
    );
  }
}
