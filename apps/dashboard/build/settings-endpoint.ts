import type { IncomingMessage, ServerResponse } from 'node:http';
import { dashboardSettingsPath, toDashboardSettings } from '@heliograph/contracts';
import type { Plugin } from 'vite';

export interface SettingsAnswer {
  readonly status: 200 | 500;
  readonly body: object;
}

/** The settings file that a deployment writes beside the build, made from the environment. */
export function settingsAnswer(env: Readonly<NodeJS.ProcessEnv>): SettingsAnswer {
  const answer = toDashboardSettings(env);
  if ('settings' in answer) return { status: 200, body: answer.settings };
  const message = `The dashboard was started without ${answer.missing.join(', ')}`;
  return { status: 500, body: { error: { code: 'setting-missing', message } } };
}

/** Serves `/settings.json` while Vite serves the dashboard. Not part of what is built. */
export function settingsEndpoint(env: Readonly<NodeJS.ProcessEnv>): Plugin {
  const handle = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const [path] = (request.url ?? '').split('?');
    if (path !== dashboardSettingsPath) {
      next();
      return;
    }
    const { status, body } = settingsAnswer(env);
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  return {
    name: 'heliograph:settings-endpoint',
    configureServer: (server) => {
      server.middlewares.use(handle);
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(handle);
    },
  };
}
