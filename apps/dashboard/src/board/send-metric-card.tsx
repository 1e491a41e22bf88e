import { collectorPaths } from '@heliograph/contracts';
import { useState } from 'react';
import { Icon } from './icon.tsx';

const shownForMs = 2_000;

/** How to get a metric of one's own onto this board. */
export function SendMetricCard({ collectorUrl }: { readonly collectorUrl: string }) {
  const [copied, setCopied] = useState(false);
  const command = [
    `curl ${collectorUrl.replace(/\/+$/, '')}${collectorPaths.metrics}`,
    `-H 'content-type: application/json'`,
    `-d '{"name":"coffee.cups","value":3}'`,
  ].join(' ');

  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
    setTimeout(() => setCopied(false), shownForMs);
  };

  return (
    <section className="card send-card" aria-labelledby="send-title">
      <div>
        <h2 id="send-title">Send your own metric</h2>
        <p className="muted">
          Post a name and a value to the collector. A chart of its own appears here with the next
          tick.
        </p>
      </div>
      <div className="command">
        <code tabIndex={0} role="region" aria-label="Command that sends a metric">
          {command}
        </code>
        <button type="button" className="button" onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
    </section>
  );
}
