import { Avatar } from './avatar.tsx';
import { useBoard, useMessages } from './board-context.ts';
import { useDrawer } from './drawer-context.ts';
import { Icon } from './icon.tsx';
import { Popover } from './popover.tsx';

const mostFaces = 3;

/** Who looks at this board now: how many, the faces of the others, and all by name. */
export function Watchers({ login }: { readonly login: string }) {
  const { watchers } = useBoard();
  const { greeting } = useMessages();
  const drawer = useDrawer();
  if (watchers.length === 0) return null;
  const self = greeting?.userId ?? login;
  const others = watchers.filter(({ userId }) => userId !== self);
  const people = watchers.length === 1 ? '1 person watches' : `${watchers.length} people watch`;
  return (
    <Popover
      label={people}
      className="faces"
      button={
        <>
          <Icon name="people" />
          <span className="faces-count">{watchers.length}</span>
          {others.slice(0, mostFaces).map(({ userId, name }) => (
            <Avatar key={userId} seed={userId} name={name || userId} />
          ))}
        </>
      }
    >
      <h2>Watching now</h2>
      <ul className="people">
        {watchers.map(({ userId, name }) => (
          <li key={userId}>
            <Avatar seed={userId} name={name || userId} />
            <span className="people-name">
              {name || userId}
              {userId === self && ' (you)'}
              <small>{userId}</small>
            </span>
            {userId !== self && (
              <button
                type="button"
                className="icon-button"
                aria-label={`Message to ${name || userId}`}
                title={`Message to ${name || userId}`}
                onClick={({ currentTarget }) => {
                  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
                  drawer.talkTo(userId);
                }}
              >
                <Icon name="chat" />
              </button>
            )}
          </li>
        ))}
      </ul>
    </Popover>
  );
}
