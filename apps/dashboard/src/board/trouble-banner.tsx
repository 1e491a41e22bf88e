import { useEffect, useState } from 'react';
import { useBoard, useScene } from './board-context.ts';
import { Icon } from './icon.tsx';

/** Says over the charts, in a sentence, why they do not move and what happens next. */
export function TroubleBanner() {
  const { board } = useScene();
  const { picture } = useBoard();
  if (picture.tone === 'live' || picture.tone === 'waiting') return null;
  return (
    <div className={`banner banner-${picture.tone}`}>
      <Icon name="alert" />
      <p>
        <strong>{picture.title}</strong>
        <span>
          {picture.sentence}
          {picture.nextAttemptAt !== undefined && <Countdown until={picture.nextAttemptAt} />}
        </span>
      </p>
      {picture.nextAttemptAt !== undefined && (
        <button type="button" className="button" onClick={() => board.retryNow()}>
          Try now
        </button>
      )}
    </div>
  );
}

function Countdown({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1000);
  return (
    <span aria-hidden="true">
      {seconds > 0 ? ` Trying again in ${seconds} s.` : ' Trying again now.'}
    </span>
  );
}
