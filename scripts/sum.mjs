// Adds up the counts that suites left as JSON, names the tests that failed and the suites that left nothing, and ends
// with 'N passed, N failed'.
// Usage: node scripts/sum.mjs COUNTS.json...
import {existsSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {pathToFileURL} from 'node:url';

/**
 * A suite that did not run, or ran no test, counts as one failure. What leaves only a note, such as the sample of mutation
 * testing, is named and not counted. True when nothing has failed.
 */
export function printSum(paths) {
  const sum = {passed: 0, failed: 0};
  console.log('');
  for (const path of paths) {
    const name = basename(path, '.json');
    const {
      passed,
      failed,
      skipped,
      failures = [],
      note,
    } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {passed: 0, failed: 0, skipped: 0};
    if (note !== undefined) {
      console.log(`${name}: ${note}`);
      continue;
    }
    for (const failure of failures) console.log(`${name}: failed: ${failure}`);
    const hasRun = passed + failed > 0;
    console.log(
      `${name}: ${hasRun ? `${passed} passed, ${failed} failed, ${skipped} skipped` : 'did not run (1 failed)'}`,
    );
    sum.passed += passed;
    sum.failed += hasRun ? failed : 1;
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = printSum(process.argv.slice(2)) ? 0 : 1;
