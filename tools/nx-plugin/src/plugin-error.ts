/** Why a generator refused to write a project. */
export const pluginErrorCodes = [
  /** The path is no folder below `apps` or `libs`, or its names are not in kebab-case. */
  'path-invalid',
  /** No glob of the workspace's `workspaces` covers the path, so npm would not see the project. */
  'path-uncovered',
  /** Something is there already. */
  'path-taken',
  /** Another project has the name that follows from the path. */
  'name-taken',
  /** The boundary tables of `eslint.config.mjs` do not know the scope, so nothing would bind it. */
  'scope-unknown',
  /** The boundary tables do not know the type, or this kind of project cannot have it. */
  'type-unknown',
  /** Neither a project nor Nx says which version of a package to ask for. */
  'version-unknown',
] as const;

export type PluginErrorCode = (typeof pluginErrorCodes)[number];

/** A refusal. Programs match on `code`, which is stable; `message` says what to do instead. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly code: PluginErrorCode;

  constructor(code: PluginErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
