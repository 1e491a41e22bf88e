import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join, matchesGlob, relative } from 'node:path';
import { configurationFiles } from './app-configuration.ts';

export interface SourceWatcherOptions {
  readonly folder: string;
  /** Called once for changes that come together. `file` is one of them. */
  readonly onChange: (file: string) => void;
  readonly onError: (reason: Error) => void;
}

export interface SourceWatcher {
  /** Files that the app has loaded, wherever they lie. Those of installed packages are left out. */
  add(files: readonly string[]): void;
  /** Files that match are news even if no version of the app has loaded them yet. */
  setEntryPattern(pattern: string): void;
  close(): void;
}

/** Editors write a file in several steps, tools write several files. */
const settleMs = 60;
/** An app spread over more folders than this is watched in part, rather than without bound. */
const maxFolders = 1000;

/**
 * Watches folders instead of files, because many editors replace a file by a new one, and a watch
 * on the old one would see nothing more.
 */
export function watchSources(options: SourceWatcherOptions): SourceWatcher {
  const { folder, onChange, onError } = options;
  const files = new Set<string>(configurationFiles.map((name) => join(folder, name)));
  const folders = new Map<string, FSWatcher>();
  let pattern: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function isSource(file: string): boolean {
    if (files.has(file)) return true;
    return pattern !== undefined && matchesGlob(relative(folder, file), pattern);
  }

  function watchFolder(path: string): void {
    if (folders.has(path) || folders.size >= maxFolders) return;
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        const file = join(path, name ?? '');
        if (name === null || !isSource(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => onChange(file), settleMs);
      });
      watcher.on('error', onError);
      folders.set(path, watcher);
    } catch (reason) {
      onError(reason instanceof Error ? reason : new Error(String(reason)));
    }
  }

  watchFolder(folder);
  return {
    add(loaded) {
      for (const file of loaded) {
        if (file.split(/[\\/]/).includes('node_modules')) continue;
        files.add(file);
        watchFolder(dirname(file));
      }
    },
    setEntryPattern(main) {
      pattern = main.replace(/^\.\//, '');
      const fixed = pattern.split('/').slice(0, -1);
      const glob = fixed.findIndex((part) => /[*?[{!(]/.test(part));
      const start = join(folder, ...(glob < 0 ? fixed : fixed.slice(0, glob)));
      if (basename(start) !== 'node_modules') watchFolder(start);
    },
    close() {
      clearTimeout(timer);
      for (const watcher of folders.values()) watcher.close();
      folders.clear();
    },
  };
}
