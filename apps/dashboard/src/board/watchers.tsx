import { Avatar } from './avatar.tsx';
import { useBoard } from './board-context.ts';
import { Icon } from './icon.tsx';
import { Popover } from './popover.tsx';

const mostFaces = 3;

/** Who looks at this board now: how many, the faces of the others, and all by name. */
export function Watchers({ self }: { readonly self: string }) {
  const { watchers } = useBoard();
  if (watchers.length === 0) return null;
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
            <span>
              {name || userId}
              {userId === self && ' (you)'}
              <small>{userId}</small>
            </span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
