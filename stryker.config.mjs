// `npm run test:mutation`: plants faults in the rules about money and status, and names those that no test notices. The
// tests of src/core run in Node for it, with the expect of chai alone: see test/mutation.
process.env.TSX_TSCONFIG_PATH = 'test/mutation/tsconfig.json';

export default {
  mutate: ['src/core/order/*.ts', 'src/core/status/*.ts'],
  testRunner: 'mocha',
  plugins: ['@stryker-mutator/mocha-runner'],
  mochaOptions: {spec: ['test/core/{order,status}/*.test.ts']},
  testRunnerNodeArgs: ['--import', 'tsx'],
  coverageAnalysis: 'perTest',
  // A fault in a constant runs every test in a process of its own, which takes far longer than all the others
  ignoreStatic: true,
  ignorePatterns: ['*', '!src/**', '!test/**', '!tsconfig.json', '!package.json'],
  // Not below node_modules: tsx resolves no paths of tsconfig.json there
  tempDirName: '.stryker-tmp',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: {logTests: false, reportTests: false, allowColor: false},
  thresholds: {high: 95, low: 90, break: null},
};
