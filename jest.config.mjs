import { swcOptions } from './tools/swc.mjs';

/** What every configuration shares. */
export const base = {
  rootDir: import.meta.dirname,
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '<rootDir>/tests/bench/peers/',
    '<rootDir>/tests/containers/',
    '<rootDir>/tests/helm/',
    '<rootDir>/services/console/',
  ],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/tests/bench/peers/'],
  testEnvironmentOptions: { customExportConditions: ['@chuangwen/source', 'node', 'node-addons'] },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { ...swcOptions, sourceMaps: 'inline' }] },
};

/** Journeys that are only of a data folder; all others are played in both modes. */
const ofFolders = ['backup', 'command-line', 'full-disk', 'move', 'upgrade', 'verify-files'];
const journeys = '<rootDir>/tests/journeys/';
/** Of what takes engines, in every run; the rest takes longer than all others together: `npm run test:distributed`. */
const inEveryRun = [
  'conformance/',
  'feed/forged',
  'feed/topics',
  'redis-start',
  'store/opening',
  'views/',
  'watched',
  'wire\\.',
];
const onEngines = [`<rootDir>/tests/distributed/(?!${inEveryRun.join('|')})`, '<rootDir>/tests/faults/.*-engines'];
/** Faults that are tried in a folder by `npm test`, and on engines (describeGrounds). */
const onBothGrounds = ['backlog', 'clock', 'delivery', 'evolution', 'poison', 'rebuild', 'stop', 'writers'];

const everything = {
  ...base,
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, ...onEngines],
};
const engines = {
  ...base,
  displayName: 'engines',
  testMatch: [
    '<rootDir>/tests/distributed/**/*.spec.ts',
    '<rootDir>/tests/faults/*-engines.spec.ts',
    `<rootDir>/tests/faults/(${onBothGrounds.join('|')}).spec.ts`,
  ],
};
const journeysOnEngines = {
  ...base,
  displayName: 'journeys',
  testMatch: [`${journeys}*.spec.ts`],
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, ...ofFolders.map((name) => `${journeys}${name}.spec.ts`)],
  setupFiles: ['<rootDir>/tests/support/on-engines.ts'],
};
/** The round of work, in both modes in every run. */
const roundOnEngines = { ...journeysOnEngines, testMatch: [`${journeys}one-notice.spec.ts`] };

/** One run, from source: no build is needed to test. */
export default {
  projects: process.env['CHUANGWEN_TEST_DISTRIBUTED'] ? [engines, journeysOnEngines] : [everything, roundOnEngines],
  globalSetup: '<rootDir>/tests/engines/jest-setup.mjs',
  globalTeardown: '<rootDir>/tests/engines/jest-teardown.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
};
