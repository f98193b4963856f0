import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom, by the tags in each package.json. `nx show projects` runs first, or the rule skips itself silently. */
const below = {
  'layer:kernel': [],
  'layer:contracts': ['kernel'],
  'layer:ports': ['contracts', 'kernel'],
  'layer:documents': ['kernel'],
  'layer:adapters': ['ports', 'contracts', 'kernel'],
  'layer:platform': ['ports', 'contracts', 'kernel'],
  'layer:runtime': ['adapters', 'platform', 'ports', 'contracts', 'kernel'],
  'layer:service': ['runtime', 'platform', 'ports', 'contracts', 'kernel', 'documents'],
  'layer:standalone': ['service', 'runtime', 'platform', 'ports', 'contracts', 'kernel', 'documents'],
  'layer:tests': ['*'],
};
const depConstraints = Object.entries(below).map(([sourceTag, layers]) => ({
  sourceTag,
  onlyDependOnLibsWithTags: layers.map((layer) => (layer === '*' ? '*' : `layer:${layer}`)),
}));

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.nx/', 'coverage/', 'data/', 'tests/bench/peers/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    // What the base config says of decorators: an injected class is used as a value, so its import stays a value import.
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // tools/ is no package: it runs before any is installed.
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints, checkDynamicDependenciesExceptions: ['.*'], allow: ['../../tools/lock.mjs'] },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // The kernel depends on nothing: no package, no part of Node. Its specs may use fast-check.
    files: ['libs/kernel/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^[^.]', message: 'The kernel depends on nothing.' }] }],
    },
  },
  {
    // Time and ids arrive with the command; handlers ask the Clock.
    files: ['libs/kernel/**/*.ts', 'libs/contracts/**/*.ts', 'services/{identity,campaign,task,reporting}/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'No clock here: time arrives with the command.',
        },
        {
          selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
          message: 'No clock here: time arrives with the command.',
        },
      ],
    },
  },
  {
    // @nestjs/cqrs for its two buses only: its event bus swallows errors and leaks across modules of one process.
    files: ['libs/platform/**/*.ts', 'services/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@nestjs/cqrs',
              importNames: ['AggregateRoot', 'EventBus', 'EventPublisher', 'EventsHandler', 'IEvent', 'Saga'],
              message: 'Events go through the EventStore and the EventFeed (ARCHITECTURE, rule 1).',
            },
          ],
        },
      ],
    },
  },
);
