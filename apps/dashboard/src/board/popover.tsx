import { useId, type ReactNode } from 'react';

interface PopoverProps {
  /** What the button that opens it says to a screen reader. */
  readonly label: string;
  readonly button: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button with a panel. The platform's popover brings Escape, light dismissal and focus order. */
export function Popover({ label, button, className = '', children }: PopoverProps) {
  const id = useId();
  return (
    <div className="popover-anchor">
      <button
        type="button"
        className={`popover-button ${className}`}
        aria-label={label}
        title={label}
        popoverTarget={id}
      >
        {button}
      </button>
      <div id={id} popover="auto" className="popover" role="dialog" aria-label={label}>
        {children}
      </div>
    </div>
  );
}
