import { base } from '../../jest.config.mjs';

/** Of `npm run test:containers` only: `npm test` leaves these out. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/containers/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
