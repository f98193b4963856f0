/** How TypeScript becomes JavaScript, for dist (tools/setup.mjs) and for Jest alike. Types are checked by `npm run types`. */
export const swcOptions = {
  swcrc: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
};
