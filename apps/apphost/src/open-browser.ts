import { spawn } from 'node:child_process';

export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly isTerminal: boolean;
}

/** The command that opens an address in the browser; `undefined` where nobody would see it. */
export function browserCommand(url: string, desktop: Desktop): readonly string[] | undefined {
  const { platform, env, isTerminal } = desktop;
  if (!isTerminal || env['CI'] || env['SSH_CONNECTION']) return undefined;
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['explorer.exe', url];
    default:
      return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined;
  }
}

/** Opens an address if there is a desktop. A browser that does not open is no failure of ours. */
export function openBrowser(url: string, desktop: Desktop): void {
  const [file, ...args] = browserCommand(url, desktop) ?? [];
  if (file === undefined) return;
  const child = spawn(file, args, { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}
