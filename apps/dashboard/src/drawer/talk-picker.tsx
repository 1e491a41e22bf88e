import { Avatar } from '../board/avatar.tsx';
import { useDrawer } from '../board/drawer-context.ts';
import { Icon } from '../board/icon.tsx';
import type { Talk } from './talk-list.ts';

/** With whom to talk. */
export function TalkPicker({ talks }: { readonly talks: readonly Talk[] }) {
  const drawer = useDrawer();
  return (
    <fieldset className="talks">
      <legend className="visually-hidden">With whom</legend>
      {talks.map((talk) => (
        <label key={talk.id} className="talk">
          <input
            type="radio"
            name="talk"
            checked={talk.id === drawer.conversation}
            onChange={() => drawer.talkTo(talk.id)}
          />
          <span className="talk-face">
            {talk.kind === 'everyone' ? (
              <Icon name="people" />
            ) : (
              <Avatar seed={talk.id} name={talk.face} />
            )}
            {talk.kind === 'person' && talk.present && (
              <>
                <span className="talk-present" aria-hidden="true" />
                <span className="visually-hidden">here: </span>
              </>
            )}
          </span>
          <span className="talk-name">{talk.name}</span>
          {talk.unread > 0 && (
            <span className="badge">
              {talk.unread}
              <span className="visually-hidden"> unread</span>
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
