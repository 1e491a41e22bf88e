import { useEffect, useState } from 'react';
import { formatClock } from '../charts/time-format.ts';
import type { Account } from '../identity/sign-in-service.ts';
import { Avatar } from './avatar.tsx';
import { useMessages } from './board-context.ts';
import { Icon } from './icon.tsx';
import { Popover } from './popover.tsx';
import { ThemeChoices } from './theme-choices.tsx';

interface AccountMenuProps {
  readonly account: Account;
  readonly signOut: () => void;
}

/** Who one is: to the sign-in service, and to the backend as soon as it has greeted. */
export function AccountMenu({ account, signOut }: AccountMenuProps) {
  const { greeting } = useMessages();
  const { name, login } = account;
  const userId = greeting?.userId ?? login;
  const roles = greeting?.roles ?? account.roles;
  return (
    <Popover
      label={`Signed in as ${name}`}
      className="account-button"
      button={<Avatar seed={userId} name={name} />}
    >
      <h2>{name}</h2>
      {login !== name && login !== greeting?.userId && <p className="muted">{login}</p>}
      {roles.length > 0 && (
        <ul className="tags" aria-label="Roles">
          {roles.map((role) => (
            <li key={role}>{role}</li>
          ))}
        </ul>
      )}
      <GreetingFacts />
      <ThemeChoices />
      <button type="button" className="button button-wide" onClick={signOut}>
        <Icon name="exit" /> Sign out
      </button>
    </Popover>
  );
}

/** What the backend said when this connection opened. */
function GreetingFacts() {
  const { greeting, live, serverAhead } = useMessages();
  if (!greeting) return null;
  return (
    <dl className="facts account-facts">
      <div>
        <dt>User</dt>
        <dd>{greeting.userId}</dd>
      </div>
      <div>
        <dt>Connection</dt>
        <dd>{live ? greeting.connectionId : 'not connected'}</dd>
      </div>
      <div>
        <dt>Server time</dt>
        <dd>
          <ServerTime ahead={serverAhead} />
        </dd>
      </div>
    </dl>
  );
}

function ServerTime({ ahead }: { readonly ahead: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <time>{formatClock(now + ahead)}</time>;
}
