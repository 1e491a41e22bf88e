import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { FastifyInstance } from 'fastify';

const pageFile = (name: string): string =>
  fileURLToPath(new URL(`../page/${name}`, import.meta.url));

interface Bundle {
  readonly script: string;
  readonly style: string;
}

/**
 * Serves the page. It is bundled in memory when somebody opens it for the first time, so that a start
 * pays nothing for a page that nobody looks at.
 */
export async function registerPage(app: FastifyInstance, title: string): Promise<void> {
  const template = await readFile(pageFile('index.html'), 'utf8');
  const html = template.replaceAll('{{title}}', escapeHtml(title));
  const icon = await readFile(pageFile('icon.svg'), 'utf8');
  let bundle: Promise<Bundle> | undefined;
  const bundled = (): Promise<Bundle> => (bundle ??= bundlePage());

  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
  app.get('/icon.svg', async (_request, reply) => reply.type('image/svg+xml').send(icon));
  app.get('/console.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send((await bundled()).script),
  );
  app.get('/console.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send((await bundled()).style),
  );
}

async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [pageFile('main.ts'), pageFile('console.css')],
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'silent',
  });
  const textOf = (ending: string): string =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
