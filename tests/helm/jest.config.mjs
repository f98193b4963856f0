import { base } from '../../jest.config.mjs';

/** Of `npm run test:helm` only: `npm test` leaves these out, for helm is built from its source once. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/helm/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
