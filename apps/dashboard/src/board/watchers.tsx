import { Avatar } from './avatar.tsx';
import { useBoard } from './board-context.ts';
import { Popover } from './popover.tsx';

const mostFaces = 3;

/** Who looks at this board now. */
export function Watchers() {
  const { watchers } = useBoard();
  if (watchers.length === 0) return null;
  const others = watchers.length - mostFaces;
  const people = watchers.length === 1 ? '1 person watches' : `${watchers.length} people watch`;
  return (
    <Popover
      label={people}
      className="faces"
      button={
        <>
          {watchers.slice(0, mostFaces).map(({ userId, name }) => (
            <Avatar key={userId} seed={userId} name={name || userId} />
          ))}
          {others > 0 && <span className="avatar avatar-more">+{others}</span>}
        </>
      }
    >
      <h3>Watching now</h3>
      <ul className="people">
        {watchers.map(({ userId, name }) => (
          <li key={userId}>
            <Avatar seed={userId} name={name || userId} />
            <span>
              {name || userId}
              <small>{userId}</small>
            </span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
