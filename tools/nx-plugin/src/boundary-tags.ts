import { join } from 'node:path';
import { ESLint } from 'eslint';

/** The tags that the boundary tables of `eslint.config.mjs` speak of, without their prefix. */
export interface BoundaryTags {
  readonly scopes: readonly string[];
  readonly types: readonly string[];
}

const boundaryRule = '@nx/enforce-module-boundaries';

/**
 * Asks ESLint which boundaries hold for a project's sources, so that the tables stay in one place.
 * A tag that no table mentions would bind nobody and be bound by nothing.
 */
export async function readBoundaryTags(workspaceRoot: string): Promise<BoundaryTags> {
  const config: unknown = await new ESLint({ cwd: workspaceRoot }).calculateConfigForFile(
    join(workspaceRoot, 'libs/any/src/index.ts'),
  );
  return tagsIn(config);
}

/** Collects the tags from the effective ESLint configuration of a file. */
export function tagsIn(config: unknown): BoundaryTags {
  const rules = isRecord(config) && isRecord(config['rules']) ? config['rules'] : {};
  const tags = [...new Set(textsIn(rules[boundaryRule]))].sort();
  const named = (prefix: string) =>
    tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));

  return { scopes: named('scope:'), types: named('type:') };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
