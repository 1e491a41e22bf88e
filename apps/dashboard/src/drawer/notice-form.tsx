import { noticeLevels, type Notice } from '@heliograph/contracts';
import { useId, useState, type FormEvent } from 'react';
import { useBoard, useMessages, useScene } from '../board/board-context.ts';
import { levelNames } from '../board/notice-levels.ts';
import { useAction } from '../board/use-action.ts';
import { personChoices, roleChoices } from './recipients.ts';

/** Tells one person, or everyone with a role, what they should know. */
export function NoticeForm() {
  const { messenger } = useScene();
  const { watchers } = useBoard();
  const { greeting, live } = useMessages();
  const { busy, failure, run } = useAction();
  const [to, setTo] = useState('role:viewer');
  const [level, setLevel] = useState<Notice['level']>('info');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [sent, setSent] = useState('');
  const id = useId();
  const people = personChoices(watchers, greeting?.userId);
  // Who was chosen may have left meanwhile.
  const choices = [...roleChoices, ...people];
  const choice = choices.find(({ key }) => key === to) ?? choices[0];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSent('');
    if (!choice) return;
    const notice = { level, title: title.trim(), text: text.trim() };
    if (!(await run(() => messenger.notify(choice.recipient, notice)))) return;
    setSent(`Sent to ${choice.spoken}.`);
    setTitle('');
    setText('');
  };

  return (
    <details className="notice-form">
      <summary>New notification</summary>
      <form onSubmit={(event) => void submit(event)}>
        <div className="field">
          <label htmlFor={`${id}to`}>To</label>
          <select id={`${id}to`} value={choice?.key} onChange={({ target }) => setTo(target.value)}>
            <optgroup label="Everyone with a role">
              {roleChoices.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </optgroup>
            {people.length > 0 && (
              <optgroup label="Watching now">
                {people.map(({ key, name }) => (
                  <option key={key} value={key}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </div>
        <fieldset className="segments">
          <legend className="visually-hidden">Level</legend>
          {noticeLevels.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="level"
                checked={one === level}
                onChange={() => setLevel(one)}
              />
              <span>{levelNames[one]}</span>
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor={`${id}title`}>Title</label>
          <input
            id={`${id}title`}
            value={title}
            onChange={({ target }) => setTitle(target.value)}
            required
            pattern=".*\S.*"
            title="A few words"
            maxLength={120}
            autoComplete="off"
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}text`}>Text</label>
          <textarea
            id={`${id}text`}
            rows={3}
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={1000}
          />
        </div>
        {failure !== undefined && (
          <p className="failure" role="alert">
            {failure}
          </p>
        )}
        <div className="notice-form-end">
          <p role="status" className="muted">
            {sent}
          </p>
          <button type="submit" className="button button-accent" disabled={!live || busy}>
            Send notification
          </button>
        </div>
      </form>
    </details>
  );
}
