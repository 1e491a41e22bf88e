import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Libraries that may be part of what is deployed. */
const deployable = [
  'type:contract',
  'type:core',
  'type:runtime',
  'type:data',
  'type:model',
  'type:component',
];
const anyLibrary = [...deployable, 'type:local-cloud'];

/** Who may import whom. An import passes when every row that matches its source allows it. */
const layers = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: anyLibrary },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: anyLibrary },
  { sourceTag: 'type:model', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  {
    sourceTag: 'type:local-cloud',
    onlyDependOnLibsWithTags: ['type:runtime', 'type:core', 'type:contract'],
  },
  {
    sourceTag: 'type:runtime',
    onlyDependOnLibsWithTags: ['type:runtime', 'type:core', 'type:contract'],
  },
  { sourceTag: 'type:component', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  { sourceTag: 'type:data', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  { sourceTag: 'type:core', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:tool'] },
];

const scopes = [
  { sourceTag: 'scope:signalr', onlyDependOnLibsWithTags: ['scope:signalr', 'scope:telemetry'] },
  {
    sourceTag: 'scope:functions-host',
    onlyDependOnLibsWithTags: ['scope:functions-host', 'scope:signalr', 'scope:telemetry'],
  },
  {
    sourceTag: 'scope:app-model',
    onlyDependOnLibsWithTags: ['scope:app-model', 'scope:telemetry'],
  },
  { sourceTag: 'scope:workspace', onlyDependOnLibsWithTags: ['scope:workspace'] },
  { sourceTag: 'scope:identity', onlyDependOnLibsWithTags: ['scope:identity'] },
  { sourceTag: 'scope:telemetry', onlyDependOnLibsWithTags: ['scope:telemetry'] },
  { sourceTag: 'scope:contracts', onlyDependOnLibsWithTags: ['scope:contracts', 'scope:signalr'] },
  ...['metrics', 'functions', 'dashboard'].map((scope) => ({
    sourceTag: `scope:${scope}`,
    onlyDependOnLibsWithTags: [
      `scope:${scope}`,
      'scope:metrics',
      'scope:contracts',
      'scope:signalr',
      'scope:identity',
      'scope:telemetry',
    ],
  })),
  {
    sourceTag: 'scope:infra',
    onlyDependOnLibsWithTags: [
      'scope:infra',
      'scope:platform',
      'scope:app-model',
      'scope:contracts',
    ],
  },
  // Nothing that is deployed imports what only stands in for Azure, and no library passes it on, because no
  // layer of libraries may import it either. (`notDependOnLibsWithTags` would follow the project graph,
  // in which what a library's tests use counts as much as what it ships.)
  ...['metrics', 'functions', 'dashboard', 'infra'].map((scope) => ({
    allSourceTags: ['type:app', `scope:${scope}`],
    onlyDependOnLibsWithTags: deployable,
  })),
];

const boundaries = (depConstraints) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: ['^.*/vitest\\.base\\.ts$'],
    depConstraints,
  },
];

/** Tests may use what stands in for Azure, and their layer's neighbours. */
const forTests = (rows) => rows.map((row) => ({ ...row, onlyDependOnLibsWithTags: ['*'] }));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/dist',
      '**/out-tsc',
      '**/out-test',
      '**/.nx',
      '**/.heliograph',
    ],
  },
  { plugins: { '@nx': nx } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': boundaries([...layers, ...scopes]),
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      // A project's public surface is its index; the boundaries above do not see deeper paths.
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^@heliograph/[^/]+/', message: "Import from the project's own entry." },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { '@nx/enforce-module-boundaries': boundaries(forTests(layers)) },
  },
  {
    // Outside every tsconfig on purpose: each is one line that re-exports the shared configuration.
    files: ['**/vitest.config.ts', '**/vite.config.ts', 'vitest.base.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
);
