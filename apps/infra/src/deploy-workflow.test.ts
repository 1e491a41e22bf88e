import { backendPaths } from '@heliograph/contracts';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { upstreamKeyName } from './upstream.ts';
import { readEnvironment } from './environment.ts';
import { configuredStacks, readStackFile } from './stack-file.ts';

const workspace = join(import.meta.dirname, '../../..');
const file = readFileSync(join(workspace, '.github/workflows/deploy.yml'), 'utf8');
const workflow = z
  .object({
    on: z.object({
      workflow_dispatch: z.object({
        inputs: z.object({ stack: z.object({ options: z.array(z.string()) }) }),
      }),
    }),
    jobs: z.object({
      deploy: z.object({
        steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
      }),
    }),
  })
  .parse(parse(file));
const commands = workflow.jobs.deploy.steps.flatMap(({ run }) => run ?? []).join('\n');
const allIn = (pattern: RegExp) => [...commands.matchAll(pattern)].map(([, first = '']) => first);

describe('the workflow that deploys', () => {
  it('offers every environment of this project', () => {
    const { options } = workflow.on.workflow_dispatch.inputs.stack;

    expect([...options].sort()).toEqual([...configuredStacks()].sort());
  });

  it('runs targets that there are', () => {
    const { nx } = z
      .object({ nx: z.object({ targets: z.record(z.string(), z.unknown()) }) })
      .parse(JSON.parse(readFileSync(join(workspace, 'apps/infra/package.json'), 'utf8')));
    const targets = allIn(/nx run infra:([\w-]+)/g);

    expect(targets).toContain('write-dashboard-files');
    for (const target of targets) expect(Object.keys(nx.targets)).toContain(target);
  });

  it('configures what an environment knows', () => {
    const dev = readStackFile('dev');
    const paths = new Set(allIn(/--path heliograph:environment\.([\w.]+)/g));

    expect([...paths].sort()).toEqual(['collector.image', 'upstream']);
    expect(
      readEnvironment('dev', {
        ...dev,
        upstream: 'wired',
        collector: { ...dev.collector, image: `heliograph/collector:${'0a'.repeat(20)}` },
      }).collector.image,
    ).toMatch(/^heliograph\/collector:/);
  });

  it('deploys what the builds make, and asks the backend whether it is well', () => {
    for (const [, folder = ''] of commands.matchAll(/(apps\/\w+)\/dist/g)) {
      const builders = ['esbuild.config.mjs', 'vite.config.ts'];
      expect(
        builders.some((one) => existsSync(join(workspace, folder, one))),
        folder,
      ).toBe(true);
    }
    for (const image of allIn(/--file (\S+\.Dockerfile)/g)) {
      expect(existsSync(join(workspace, image)), image).toBe(true);
      expect(dirname(image)).toBe('apps/infra/images');
    }
    expect(commands).toContain(`$url${backendPaths.health}`);
    expect(commands).toContain(upstreamKeyName);
  });
});
