// Adds up the counts that suites left as JSON, names those that left none, and ends with 'N passed, N failed'.
// Usage: node scripts/sum.mjs COUNTS.json...
import {existsSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';

const sum = {passed: 0, failed: 0};
for (const path of process.argv.slice(2)) {
  const name = basename(path, '.json');
  if (!existsSync(path)) {
    console.log(`${name}: did not run; 0 passed, 1 failed`);
    sum.failed += 1;
    continue;
  }
  const {passed, failed, skipped} = JSON.parse(readFileSync(path, 'utf8'));
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  sum.passed += passed;
  sum.failed += failed;
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
