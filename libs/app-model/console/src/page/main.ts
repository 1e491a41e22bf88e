/**
 * The console's page. What it shows comes over two streams: resources as they change, and lines as
 * they are printed. Either may break at any time; then the page says so and tries again.
 */
import type { ResourceSnapshot } from '@heliograph/app-model-core';
import { createConsoleClient, redeemLoginCode } from '../client/console-client.ts';
import { ConsoleError } from '../console-error.ts';
import { createDetailView } from './detail-view.ts';
import { setText } from './element.ts';
import { createLineBuffer } from './line-buffer.ts';
import { createLogView } from './log-view.ts';
import { createResourceList } from './resource-list.ts';
import { summarize, type Tone } from './resource-words.ts';
import { sessionStore, takeCodeFromAddress } from './session-store.ts';
import { createSignInView } from './sign-in-view.ts';

/** Milliseconds between attempts to reach a console that is gone. */
const retryPause = 1_000;

const main = document.querySelector('main') ?? document.body;
const summary = document.querySelector('#summary');

function summarizeAs(text: string, tone: Tone): void {
  if (!(summary instanceof HTMLElement)) return;
  setText(summary, text);
  summary.dataset['tone'] = tone;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something went wrong';

async function signIn(code: string): Promise<string | undefined> {
  try {
    sessionStore.write(await redeemLoginCode(location.origin, code));
    showPlatform();
    return undefined;
  } catch (error) {
    return `${messageOf(error)}.`;
  }
}

function showSignIn(reason: string): void {
  summarizeAs('signed out', 'still');
  main.className = 'centre';
  main.replaceChildren(createSignInView(signIn, reason));
}

function showPlatform(): void {
  const credential = sessionStore.read();
  if (credential === undefined) {
    showSignIn('');
    return;
  }
  const client = createConsoleClient({ url: location.origin, credential });
  const resources = new Map<string, ResourceSnapshot>();
  const lines = createLineBuffer();
  const log = createLogView(lines);
  const over = new AbortController();
  let selected: string | undefined;

  const detail = createDetailView(log, {
    now: Date.now,
    act(name, action) {
      detail.complain('');
      client.act(name, action).then(update, (error: unknown) => {
        detail.complain(`${messageOf(error)}.`);
      });
    },
  });
  const select = (name: string | undefined): void => {
    selected = name;
    list.mark(name);
    detail.show(name === undefined ? undefined : resources.get(name));
  };
  const list = createResourceList(select);
  const update = (resource: ResourceSnapshot): void => {
    resources.set(resource.name, resource);
    list.update(resource);
    const { text, tone } = summarize([...resources.values()]);
    summarizeAs(text, tone);
    if (resource.name === selected) detail.show(resource);
  };

  /** Opens a stream again and again, until the session is over. */
  const keepUp = async (follow: () => Promise<void>): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (error instanceof ConsoleError && error.code === 'unauthorized') {
          if (over.signal.aborted) return;
          over.abort();
          sessionStore.clear();
          showSignIn('The platform was started anew.');
          return;
        }
      }
      summarizeAs('no connection', 'bad');
      await new Promise((resolve) => setTimeout(resolve, retryPause));
    }
  };

  main.className = 'workspace';
  main.replaceChildren(list.root, detail.root);
  select(undefined);
  void keepUp(() => client.followResources(update, over.signal));
  void keepUp(() =>
    client.followLines(
      { after: lines.newest, tail: 2_000 },
      (more) => log.append(lines.add(more)),
      over.signal,
    ),
  );
}

const code = takeCodeFromAddress();
if (code === undefined) showPlatform();
else void signIn(code).then((problem) => problem !== undefined && showSignIn(problem));
