import { spans } from '../live/window-view.ts';
import { useBoard, useScene } from './board-context.ts';

/** How many minutes the charts show. */
export function SpanSwitch() {
  const { board } = useScene();
  const { span } = useBoard();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Minutes shown</legend>
      {spans.map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name="span"
            checked={choice === span}
            onChange={() => board.setSpan(choice)}
          />
          <span>{choice / 60_000} min</span>
        </label>
      ))}
    </fieldset>
  );
}
