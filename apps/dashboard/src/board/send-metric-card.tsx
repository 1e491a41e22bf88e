import { useState } from 'react';
import { mayInvoke } from '../messages/permissions.ts';
import { useMessages } from './board-context.ts';
import { Icon } from './icon.tsx';
import { metricCommand } from './metric-command.ts';
import { PublishMetricForm } from './publish-metric-form.tsx';

const shownForMs = 2_000;

/** How to get a metric of one's own onto this board: from here, or from a program. */
export function SendMetricCard({ collectorUrl }: { readonly collectorUrl: string | undefined }) {
  const { greeting } = useMessages();
  const mayPublish = mayInvoke('publishMetric', greeting);
  if (!mayPublish && collectorUrl === undefined) return null;
  return (
    <section className="card send-card" aria-labelledby="send-title">
      <div className="send-words">
        <h2 id="send-title">Send your own metric</h2>
        <p className="muted">
          {mayPublish
            ? 'Publish a value here, or post it to the collector from a program. '
            : 'Post a name and a value to the collector. '}
          A chart of its own appears with the next tick.
        </p>
      </div>
      {mayPublish && <PublishMetricForm />}
      {collectorUrl !== undefined && <Command command={metricCommand(collectorUrl)} />}
    </section>
  );
}

function Command({ command }: { readonly command: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
    setTimeout(() => setCopied(false), shownForMs);
  };
  return (
    <div className="command">
      <code tabIndex={0} role="region" aria-label="Command that sends a metric">
        {command}
      </code>
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
