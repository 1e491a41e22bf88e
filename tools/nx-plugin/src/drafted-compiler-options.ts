import type { NxDraft } from './nx-draft.ts';

interface TsConfig {
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** What Nx's generator decided about the compiler, limited to the options that are the project's own. */
export function draftedCompilerOptions(
  draft: NxDraft,
  root: string,
  names: readonly string[],
): Record<string, unknown> {
  const decided = ['tsconfig.json', 'tsconfig.app.json', 'tsconfig.lib.json']
    .map((file) => textAt(draft, `${root}/${file}`))
    .map((text): TsConfig => (text === undefined ? {} : JSON.parse(text)))
    .map(({ compilerOptions }) => compilerOptions ?? {})
    .reduce((all, some) => ({ ...all, ...some }), {});

  return Object.fromEntries(
    names.filter((name) => name in decided).map((name) => [name, decided[name]]),
  );
}

/** Nx's generators put the folder below the one that `nx` was called in; ours do not. */
function textAt(draft: NxDraft, path: string): string | undefined {
  return [...draft].find(([drafted]) => `/${drafted}`.endsWith(`/${path}`))?.[1];
}
