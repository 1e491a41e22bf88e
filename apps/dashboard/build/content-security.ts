import type { Plugin } from 'vite';

/**
 * What the built page may load: itself, and connections to wherever its settings point. The
 * session's tokens live in this page, so no foreign script may run in it. Styles set by script are
 * not limited by `style-src`; React and uPlot need nothing more.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  'connect-src *',
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the policy into the built page. The dev server needs inline scripts, so it goes without. */
export function contentSecurity(): Plugin {
  return {
    name: 'heliograph:content-security',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
        injectTo: 'head-prepend',
      },
    ],
  };
}
