// What web-test-runner leaves unsaid: the sum per browser, which files broke without a failed test, and the counts
// as JSON for whoever adds up several suites (SUMMARY_FILE).
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, relative} from 'node:path';

const nothing = () => ({passed: 0, failed: 0, skipped: 0});

function add(sum, suite) {
  for (const test of suite.tests) sum[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  for (const inner of suite.suites) add(sum, inner);
}

/** A session is one file in one browser. */
function countOf(session) {
  const sum = nothing();
  if (session.testResults) add(sum, session.testResults);
  // The runner would let a file without a test pass. It asks its sessions once more after the reporters
  if (sum.passed + sum.failed + sum.skipped === 0) session.passed = false;
  const isBroken = !session.passed && sum.failed === 0; // no test in it, did not load, or threw outside a test
  if (isBroken) sum.failed = 1;
  return {sum, isBroken};
}

export function summaryReporter() {
  return {
    onTestRunFinished({sessions}) {
      const total = nothing();
      const browsers = new Map();
      const broken = [];
      for (const session of sessions) {
        const {sum, isBroken} = countOf(session);
        const browser = browsers.get(session.browser.name) ?? nothing();
        for (const key of Object.keys(total)) {
          total[key] += sum[key];
          browser[key] += sum[key];
        }
        browsers.set(session.browser.name, browser);
        if (isBroken) broken.push(`${relative(process.cwd(), session.testFile)} in ${session.browser.name}`);
      }
      const say = ({passed, failed, skipped}) => `${passed} passed, ${failed} failed, ${skipped} skipped`;
      console.log('');
      for (const file of broken) console.log(`No test, or an error outside a test (1 failed): ${file}`);
      for (const [name, sum] of browsers) console.log(`${name}: ${say(sum)}`);
      console.log(`\n${say(total)}\n`);
      const target = process.env.SUMMARY_FILE;
      if (!target) return;
      mkdirSync(dirname(target), {recursive: true});
      writeFileSync(target, JSON.stringify(total));
    },
  };
}
