/** Everyone who signs in has one or more of these. They come from the token's roles claim. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/**
 * What a program without a person behind it holds to push metrics to a collector: an app role of our
 * API. People may when a role of theirs may `publishMetric`.
 */
export const publishPermission = 'metrics.publish';

export type Role = (typeof roles)[number];

export const isRole = (value: string): value is Role =>
  (roles as readonly string[]).includes(value);
