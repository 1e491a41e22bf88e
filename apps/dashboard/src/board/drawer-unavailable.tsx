import { drawerId, useDrawer } from './drawer-context.ts';

/** In place of a drawer that the server does not have any more, or did not deliver. */
export function DrawerUnavailable() {
  const drawer = useDrawer();
  if (drawer.tab === undefined) return null;
  return (
    <aside id={drawerId} className="toasts" aria-label="Messages">
      <div className="toast level-warning" role="alert">
        <div className="toast-words">
          <strong>This panel could not be loaded</strong>
          <p>The dashboard may have been updated. Your charts go on.</p>
        </div>
        <button type="button" className="button" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    </aside>
  );
}
