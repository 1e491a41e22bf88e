import type { IncomingMessage, ServerResponse } from 'node:http';
import { dashboardSettingsPath, settingNames } from '@heliograph/contracts';
import type { Plugin } from 'vite';

export type SettingsAnswer =
  | { readonly status: 200; readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: 500; readonly body: { error: { code: string; message: string } } };

/** The settings file that a deployment writes beside the build, made from the environment. */
export function settingsAnswer(env: Readonly<NodeJS.ProcessEnv>): SettingsAnswer {
  const required = [
    settingNames.backendUrl,
    settingNames.oidcAuthority,
    settingNames.oidcClientId,
    settingNames.oidcAudience,
  ];
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) {
    const message = `The dashboard was started without ${missing.join(', ')}`;
    return { status: 500, body: { error: { code: 'setting-missing', message } } };
  }
  const collectorUrl = env[settingNames.collectorUrl];
  return {
    status: 200,
    body: {
      backendUrl: env[settingNames.backendUrl],
      ...(collectorUrl ? { collectorUrl } : {}),
      oidc: {
        authority: env[settingNames.oidcAuthority],
        clientId: env[settingNames.oidcClientId],
        audience: env[settingNames.oidcAudience],
      },
    },
  };
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
