import { useId, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useMessages, useScene } from '../board/board-context.ts';
import { Icon } from '../board/icon.tsx';
import { useAction } from '../board/use-action.ts';
import type { ConversationId } from '../messages/conversations.ts';

interface ComposerProps {
  readonly to: ConversationId;
  readonly label: string;
  /** What somebody began to write, by conversation. */
  readonly drafts: Map<ConversationId, string>;
}

/** The longest that the hub carries. */
const longestText = 1000;
/** Fewer characters left than this are worth counting. */
const fewLeft = 100;

/** Writes and sends a message. What could not be sent stays. */
export function Composer({ to, label, drafts }: ComposerProps) {
  const { messenger } = useScene();
  const { live } = useMessages();
  const { busy, failure, run } = useAction();
  const [text, setText] = useState(drafts.get(to) ?? '');
  const hint = useId();
  const left = longestText - text.length;
  const canSend = live && !busy && text.trim() !== '';

  const write = (next: string) => {
    if (next === '') drafts.delete(to);
    else drafts.set(to, next);
    setText(next);
  };
  const send = async () => {
    if (canSend && (await run(() => messenger.say(to, text.trim())))) write('');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form className="composer" onSubmit={onSubmit}>
      {failure !== undefined && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="composer-line">
        <textarea
          data-autofocus
          rows={1}
          aria-label={label}
          aria-describedby={hint}
          placeholder={label}
          maxLength={longestText}
          readOnly={busy}
          value={text}
          onChange={({ target }) => write(target.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          className="button button-send"
          aria-label="Send"
          title="Send"
          disabled={!canSend}
        >
          <Icon name="send" />
        </button>
      </div>
      <p id={hint} className="composer-hint">
        {live
          ? left < fewLeft
            ? `${left} characters left`
            : 'Enter sends, Shift + Enter begins a new line'
          : 'There is no live connection. You can send when it is back.'}
      </p>
    </form>
  );
}
