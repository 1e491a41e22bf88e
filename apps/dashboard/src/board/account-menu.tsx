import type { Account } from '../identity/sign-in-service.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';
import { Popover } from './popover.tsx';
import { ThemeChoices } from './theme-choices.tsx';

interface AccountMenuProps {
  readonly account: Account;
  readonly signOut: () => void;
}

export function AccountMenu({ account, signOut }: AccountMenuProps) {
  const { name, login, roles } = account;
  return (
    <Popover
      label={`Signed in as ${name}`}
      className="account-button"
      button={<Avatar seed={login} name={name} />}
    >
      <h2>{name}</h2>
      {login !== name && <p className="muted">{login}</p>}
      {roles.length > 0 && (
        <ul className="tags" aria-label="Roles">
          {roles.map((role) => (
            <li key={role}>{role}</li>
          ))}
        </ul>
      )}
      <ThemeChoices />
      <button type="button" className="button button-wide" onClick={signOut}>
        <Icon name="exit" /> Sign out
      </button>
    </Popover>
  );
}
