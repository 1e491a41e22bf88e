import * as z from 'zod/mini';
import { roles } from './roles.ts';

const userIdSchema = z.string().check(z.minLength(1), z.maxLength(255));
const timeSchema = z.int().check(z.gte(0));

/** Somebody, as others see them: who watches a board, who wrote a message. */
export const watcherSchema = z.object({
  userId: userIdSchema,
  name: z.string().check(z.maxLength(255)),
});
export type Watcher = z.infer<typeof watcherSchema>;

/** What a connection learns about itself when it is open. */
export const greetingSchema = z.object({
  connectionId: z.string().check(z.minLength(1), z.maxLength(255)),
  userId: userIdSchema,
  name: z.string().check(z.maxLength(255)),
  roles: z.array(z.enum(roles)),
  /** The backend's clock: Unix milliseconds. */
  serverTime: timeSchema,
});
export type Greeting = z.infer<typeof greetingSchema>;

export const chatTextSchema = z.string().check(z.minLength(1), z.maxLength(1000));

export const chatMessageSchema = z.object({
  id: z.uuid(),
  from: watcherSchema,
  /** User id of the one person it is for; absent when it is for everyone. */
  to: z.optional(userIdSchema),
  text: chatTextSchema,
  /** Unix milliseconds. */
  sentAt: timeSchema,
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

export const noticeLevels = ['info', 'warning', 'critical'] as const;

/** What somebody wants others to know. */
export const noticeSchema = z.object({
  level: z.enum(noticeLevels),
  title: z.string().check(z.minLength(1), z.maxLength(120)),
  text: z._default(z.string().check(z.maxLength(1000)), ''),
});
export type Notice = z.infer<typeof noticeSchema>;

/** A notice on its way: with who sent it, and when. */
export const notificationSchema = z.object({
  ...noticeSchema.shape,
  id: z.uuid(),
  from: watcherSchema,
  /** Unix milliseconds. */
  sentAt: timeSchema,
});
export type Notification = z.infer<typeof notificationSchema>;

/** Whom a notification is for: one person, or everyone with a role. */
export const recipientSchema = z.union([
  z.strictObject({ userId: userIdSchema }),
  z.strictObject({ role: z.enum(roles) }),
]);

/**
 * The service took it on. Whether anybody was there to receive it is not known: a message to
 * somebody who is away is gone.
 */
export const receiptSchema = z.object({
  id: z.uuid(),
  /** Unix milliseconds. */
  sentAt: timeSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
