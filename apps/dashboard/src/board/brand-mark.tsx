import { useId } from 'react';

/** A ray of the sun, sent on by a mirror. */
export function BrandMark({ size = 32 }: { readonly size?: number }) {
  const ray = useId();
  return (
    <svg className="brand-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <defs>
        <linearGradient id={ray} x1="0" y1="1" x2="1" y2="0">
          <stop offset="0" stopColor="#f5a524" />
          <stop offset="1" stopColor="#ffd48a" />
        </linearGradient>
      </defs>
      <circle cx="6.5" cy="6.5" r="3.5" fill="#f5a524" />
      <path d="m9.4 10.6 6.1 10.9" stroke="#f5a524" strokeWidth="2.4" strokeLinecap="round" />
      <path
        d="M15.5 21.5 27 4.5"
        stroke={`url(#${ray})`}
        strokeWidth="2.4"
        strokeLinecap="round"
        fill="none"
      />
      <path d="M7 26.5h17" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}
