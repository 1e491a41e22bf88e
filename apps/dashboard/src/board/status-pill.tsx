import { useEffect, useState } from 'react';
import { formatDuration } from '../charts/time-format.ts';
import { useBoard, useScene } from './board-context.ts';

const ageEveryMs = 200;

/** Whether the picture is live, and how old its newest tick is. */
export function StatusPill() {
  const { picture } = useBoard();
  return (
    <div className={`pill pill-${picture.tone}`} title={picture.sentence}>
      <span className="pill-dot" aria-hidden="true" />
      <span className="pill-title">{picture.title}</span>
      {picture.tone === 'live' && <Age />}
      {/* Read out when it changes; the running numbers beside it are not. */}
      <span className="visually-hidden" role="status">
        {picture.tone === 'live' ? 'Live' : picture.sentence}
      </span>
    </div>
  );
}

function Age() {
  const { board } = useScene();
  const [age, setAge] = useState(board.age);
  useEffect(() => {
    const timer = setInterval(() => setAge(board.age()), ageEveryMs);
    return () => clearInterval(timer);
  }, [board]);
  return (
    <span className="pill-age" aria-hidden="true">
      {age === undefined ? '' : formatDuration(age)}
    </span>
  );
}
