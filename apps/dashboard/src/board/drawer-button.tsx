import { drawerId, useDrawer, type DrawerTab } from './drawer-context.ts';
import { Icon, type IconName } from './icon.tsx';

interface DrawerButtonProps {
  readonly tab: DrawerTab;
  readonly name: string;
  readonly icon: IconName;
  readonly unread: number;
}

const mostShown = 99;

/** Opens and closes a part of the drawer, and tells how much of it is unread. */
export function DrawerButton({ tab, name, icon, unread }: DrawerButtonProps) {
  const drawer = useDrawer();
  const isOpen = drawer.tab === tab;
  const label = unread > 0 ? `${name}, ${unread} unread` : name;
  return (
    <button
      type="button"
      className="icon-button drawer-button"
      aria-label={label}
      title={label}
      aria-expanded={isOpen}
      aria-controls={isOpen ? drawerId : undefined}
      onClick={() => (isOpen ? drawer.close() : drawer.show(tab))}
    >
      <Icon name={icon} />
      {unread > 0 && (
        <span className="badge" aria-hidden="true">
          {unread > mostShown ? `${mostShown}+` : unread}
        </span>
      )}
    </button>
  );
}
