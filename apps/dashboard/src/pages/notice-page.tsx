import type { ReactNode } from 'react';
import { BrandMark } from '../board/brand-mark.tsx';

interface NoticePageProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: { readonly label: string; readonly act: () => void };
  /** Something is under way. */
  readonly busy?: boolean;
}

/** A page with one thing to say and at most one thing to do. */
export function NoticePage({ title, children, action, busy = false }: NoticePageProps) {
  return (
    <main className="notice" aria-busy={busy}>
      <div className="card notice-card">
        <BrandMark size={56} />
        <h1>{title}</h1>
        {children !== undefined && <div className="muted">{children}</div>}
        {busy && <div className="progress" role="progressbar" aria-label={title} />}
        {action && (
          <button type="button" className="button button-primary" onClick={action.act}>
            {action.label}
          </button>
        )}
      </div>
    </main>
  );
}
