import { join } from 'node:path';
import { settingNames } from '@heliograph/contracts';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurity } from './build/content-security.ts';
import { settingsEndpoint } from './build/settings-endpoint.ts';
import { sizeBudget } from './build/size-budget.ts';

const dataFolder = process.env[settingNames.dataFolder];

export default defineConfig({
  plugins: [
    react(),
    settingsEndpoint(process.env),
    contentSecurity(),
    sizeBudget({ initialJavaScriptBytes: 160 * 1024 }),
  ],
  // Two platforms side by side must not write into one cache.
  ...(dataFolder ? { cacheDir: join(dataFolder, 'vite') } : {}),
  server: { host: '127.0.0.1', port: 4200, strictPort: true },
  preview: { host: '127.0.0.1', port: 4200, strictPort: true },
  optimizeDeps: {
    // Named, because a dependency that is found late makes the first page load twice.
    include: [
      'react',
      'react/jsx-runtime',
      'react/jsx-dev-runtime',
      'react-dom/client',
      'uplot',
      'oidc-client-ts',
      '@microsoft/signalr',
      'zod/mini',
      'zod/v4/core',
    ],
  },
  build: { target: 'es2022', sourcemap: true, emptyOutDir: true },
});
