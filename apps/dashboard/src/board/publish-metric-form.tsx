import { units, type PushedMetric } from '@heliograph/contracts';
import { useId, useState, type FormEvent } from 'react';
import { useMessages, useScene } from './board-context.ts';
import { typedDecimals } from './typed-decimals.ts';
import { useAction } from './use-action.ts';

/** Puts a value of one's own on the board, over the live hub. */
export function PublishMetricForm() {
  const { messenger } = useScene();
  const { live } = useMessages();
  const { busy, failure, run } = useAction();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [unit, setUnit] = useState<PushedMetric['unit']>('count');
  const [published, setPublished] = useState<string>();
  const id = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPublished(undefined);
    const decimals = typedDecimals(value);
    const metric = { name: name.trim(), value: Number(value), unit, decimals };
    if (await run(() => messenger.publish(metric))) setPublished(metric.name);
  };

  return (
    <form className="publish" onSubmit={(event) => void submit(event)}>
      <div className="field">
        <label htmlFor={`${id}name`}>Name</label>
        <input
          id={`${id}name`}
          value={name}
          onChange={({ target }) => setName(target.value)}
          placeholder="coffee.cups"
          required
          maxLength={120}
          pattern="[A-Za-z0-9][A-Za-z0-9._\/:@\-]*"
          title="Letters, digits and . _ / : @ - after a letter or digit"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className="field field-short">
        <label htmlFor={`${id}value`}>Value</label>
        <input
          id={`${id}value`}
          type="number"
          step="any"
          inputMode="decimal"
          value={value}
          onChange={({ target }) => setValue(target.value)}
          placeholder="3"
          required
        />
      </div>
      <div className="field field-short">
        <label htmlFor={`${id}unit`}>Unit</label>
        <select
          id={`${id}unit`}
          value={unit}
          onChange={({ target }) => setUnit(units.find((one) => one === target.value) ?? 'count')}
        >
          {units.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      <button type="submit" className="button" disabled={!live || busy}>
        Publish
      </button>
      <p className="outcome" role="status">
        {published !== undefined && `${published} was published.`}
      </p>
      {failure !== undefined && (
        <p className="outcome failure" role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}
