import { swcOptions } from './tools/swc.mjs';

/** One run over everything, from source: no build is needed to test. */
export default {
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
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
  globalSetup: '<rootDir>/tests/engines/jest-setup.mjs',
  globalTeardown: '<rootDir>/tests/engines/jest-teardown.mjs',
  testTimeout: 120_000,
  maxWorkers: 2,
};
