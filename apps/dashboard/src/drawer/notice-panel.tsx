import { useMessages } from '../board/board-context.ts';
import { Icon } from '../board/icon.tsx';
import { levelIcons, levelNames } from '../board/notice-levels.ts';
import { formatMoment } from '../charts/time-format.ts';
import type { ReceivedNotice } from '../messages/notice-list.ts';
import { mayInvoke } from '../messages/permissions.ts';
import { NoticeForm } from './notice-form.tsx';

/** What came, newest first, and the form for those who may send. */
export function NoticePanel() {
  const { notices, greeting } = useMessages();
  return (
    <>
      {notices.length === 0 ? (
        <p className="drawer-empty">
          Nothing has come since you opened this page. New notifications also appear on top of the
          charts.
        </p>
      ) : (
        <ul className="notices" aria-label="Notifications, newest first" tabIndex={0}>
          {notices.map((notice) => (
            <NoticeEntry key={notice.notification.id} notice={notice} />
          ))}
        </ul>
      )}
      {mayInvoke('notify', greeting) && <NoticeForm />}
    </>
  );
}

function NoticeEntry({ notice: { notification } }: { readonly notice: ReceivedNotice }) {
  const { level, title, text, from, sentAt } = notification;
  return (
    <li className={`received level-${level}`}>
      <Icon name={levelIcons[level]} />
      <div className="said-words">
        <header>
          <strong>
            <span className="visually-hidden">{levelNames[level]}: </span>
            {title}
          </strong>
          <time dateTime={new Date(sentAt).toISOString()}>{formatMoment(sentAt, Date.now())}</time>
        </header>
        {text !== '' && <p>{text}</p>}
        <small>{from.name || from.userId}</small>
      </div>
    </li>
  );
}
