// For web-test-runner: the sum per browser, the files that broke without a failed test, and the counts as JSON
// (test-results/browser.json, or SUMMARY_FILE).
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, relative} from 'node:path';

function add(sum, suite, failures) {
  for (const test of suite.tests) {
    const outcome = test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed';
    sum[outcome] += 1;
    if (outcome === 'failed') failures.push(`${test.name}: ${test.error?.message?.split('\n')[0] ?? ''}`);
  }
  for (const inner of suite.suites) add(sum, inner, failures);
}

const print = ({passed, failed, skipped}) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

export const summaryReporter = () => ({
  onTestRunFinished({sessions}) {
    const total = {passed: 0, failed: 0, skipped: 0};
    const browsers = {};
    const failures = [];
    // A session is one file in one browser
    for (const session of sessions) {
      const sum = {passed: 0, failed: 0, skipped: 0};
      const file = relative(process.cwd(), session.testFile);
      const inSession = [];
      if (session.testResults) add(sum, session.testResults, inSession);
      // The runner lets a file without a test pass; it asks its sessions once more after the reporters
      if (sum.passed + sum.failed + sum.skipped === 0) session.passed = false;
      if (!session.passed && sum.failed === 0) {
        sum.failed = 1;
        inSession.push(session.errors?.[0]?.message?.split('\n')[0] ?? 'no test, or an error outside a test');
        console.log(`No test, or an error outside a test (1 failed): ${file} in ${session.browser.name}`);
      }
      failures.push(...inSession.map((failure) => `${session.browser.name}: ${file}: ${failure}`));
      const browser = (browsers[session.browser.name] ??= {passed: 0, failed: 0, skipped: 0});
      for (const key of Object.keys(total)) {
        total[key] += sum[key];
        browser[key] += sum[key];
      }
    }
    for (const [name, sum] of Object.entries(browsers)) console.log(`${name}: ${print(sum)}`);
    const path = process.env.SUMMARY_FILE ?? 'test-results/browser.json';
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, JSON.stringify({...total, failures}));
  },
});
