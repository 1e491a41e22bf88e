import type { ChatMessage } from '@heliograph/contracts';
import { useLayoutEffect, useRef } from 'react';
import { Avatar } from '../board/avatar.tsx';
import { formatMoment } from '../charts/time-format.ts';
import { toMessageGroups } from './message-groups.ts';

interface MessageLogProps {
  readonly messages: readonly ChatMessage[];
  /** User id of whoever reads. */
  readonly self: string | undefined;
  readonly label: string;
  /** What to say when there is no message. */
  readonly empty: string;
}

/** How far from the end somebody may be and still want to see what comes. */
const nearEnd = 48;

/** What was said, following its end unless somebody scrolled back. */
export function MessageLog({ messages, self, label, empty }: MessageLogProps) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);

  useLayoutEffect(() => {
    if (follows.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [messages]);

  return (
    <div
      ref={log}
      className="log"
      role="log"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      }}
    >
      {messages.length === 0 && <p className="drawer-empty">{empty}</p>}
      {toMessageGroups(messages).map(({ from, sentAt, messages: said }) => (
        <article key={said[0]?.id} className="said">
          <Avatar seed={from.userId} name={from.name || from.userId} />
          <div className="said-words">
            <header>
              <strong>{from.userId === self ? 'You' : from.name || from.userId}</strong>
              <time dateTime={new Date(sentAt).toISOString()}>
                {formatMoment(sentAt, Date.now())}
              </time>
            </header>
            {said.map(({ id, text }) => (
              <p key={id}>{text}</p>
            ))}
          </div>
        </article>
      ))}
    </div>
  );
}
