import type { Notification } from '@heliograph/contracts';
import { useMessages, useScene } from './board-context.ts';
import { Icon } from './icon.tsx';
import { levelIcons, levelNames } from './notice-levels.ts';

/** Notifications as they come, on top of the page. */
export function Toasts() {
  const { messenger } = useScene();
  const { toasts } = useMessages();
  const hold = (held: boolean) => () => messenger.holdToasts(held);
  return (
    // Always there, because screen readers follow only live regions that they have seen before.
    <div
      className="toasts"
      aria-live="polite"
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
    >
      {toasts.map((notification) => (
        <Toast key={notification.id} notification={notification} />
      ))}
    </div>
  );
}

function Toast({ notification }: { readonly notification: Notification }) {
  const { messenger } = useScene();
  const { id, level, title, text, from } = notification;
  return (
    <div className={`toast level-${level}`} role={level === 'critical' ? 'alert' : undefined}>
      <Icon name={levelIcons[level]} />
      <div className="toast-words">
        <strong>
          <span className="visually-hidden">{levelNames[level]}: </span>
          {title}
        </strong>
        {text !== '' && <p>{text}</p>}
        <small>{from.name || from.userId}</small>
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={`Dismiss: ${title}`}
        title="Dismiss"
        onClick={() => {
          // What is gone tells nothing of the pointer that left it.
          messenger.holdToasts(false);
          messenger.dismissToast(id);
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
