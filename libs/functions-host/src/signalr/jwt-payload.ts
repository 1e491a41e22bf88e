import * as z from 'zod';

const payloadSchema = z.record(z.string(), z.unknown());

/** The claims of a JWT, unverified: only for tokens whose sender has been checked already. */
export function decodeJwtPayload(token: string): Record<string, unknown> | undefined {
  const [, payload = ''] = token.replace(/^Bearer\s+/i, '').split('.');
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    const parsed = payloadSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
