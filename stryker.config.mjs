// `npm run test:mutation`: plants faults in the rules about money and status, and names those that no test notices. The
// tests run in Node for it: see test/mutation.
import {parts} from './test/mutation/parts.mjs';

const {MUTATION_PART = 'core'} = process.env;
const {mutate, spec} = parts[MUTATION_PART];

process.env.MUTATION_PART = MUTATION_PART;
process.env.TSX_TSCONFIG_PATH = 'test/mutation/tsconfig.json';

export default {
  mutate,
  testRunner: 'mocha',
  plugins: ['@stryker-mutator/mocha-runner', './test/mutation/reporter.mjs'],
  mochaOptions: {spec, grep: '^(?!browserTabs)'}, // there are no tabs in Node
  testRunnerNodeArgs: ['--import', 'tsx', '--import', './test/mutation/hooks.mjs'],
  coverageAnalysis: 'perTest',
  // A fault in a constant runs every test in a process of its own, which takes far longer than all the others
  ignoreStatic: true,
  ignorePatterns: [
    '*',
    '!src/**',
    '!test/**',
    '!demo/**',
    '!bench/polling/*',
    '!tsconfig.json',
    '!package.json',
  ],
  // Not below node_modules: tsx resolves no paths of tsconfig.json there
  tempDirName: `.stryker-tmp/${MUTATION_PART}`,
  concurrency: 2,
  reporters: ['lines'],
  thresholds: {high: 95, low: 90, break: null},
};
