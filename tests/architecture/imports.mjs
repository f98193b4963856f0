/** Follows every import under libs/ and services/ of the folder given as argument; prints the forbidden ones as JSON. */
import { cruise } from 'dependency-cruiser';

const forbidden = [
  { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no-service-imports-another',
    severity: 'error',
    from: { path: '^services/([^/]+)/', pathNot: '^services/standalone/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'only-runtime-knows-adapters',
    severity: 'error',
    from: { pathNot: '^libs/(runtime|adapters-[^/]+)/' },
    to: { path: '^libs/adapters-' },
  },
  {
    name: 'kernel-depends-on-nothing',
    severity: 'error',
    from: { path: '^libs/kernel/' },
    to: { pathNot: '^libs/kernel/' },
  },
  {
    name: 'declared-in-package-json',
    severity: 'error',
    from: { pathNot: '^services/console/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
];

const { output } = await cruise(
  ['libs', 'services'],
  {
    baseDir: process.argv[2],
    validate: true,
    ruleSet: { forbidden },
    // Type-only imports count: they bind the reader as much as the others do.
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(dist|coverage)/|\\.spec\\.tsx?$|conformance\\.ts$|^services/console/' },
    doNotFollow: { path: 'node_modules' },
  },
  {
    conditionNames: ['@chuangwen/source', 'import', 'require', 'node', 'default'],
    exportsFields: ['exports'],
    extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
  },
);
const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
console.log(JSON.stringify({ modules: output.summary.totalCruised, violations }));
