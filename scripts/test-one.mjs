// `npm run test:one -- FILE...`: runs test files, each in a browser or in Node, whichever it needs.
import {spawnSync} from 'node:child_process';

const files = process.argv.slice(2);
const isForNode = (file) => /(^|[\\/])test[\\/](demo|package|bench|e2e)[\\/]/.test(file);
const runs = [
  [files.filter(isForNode), ['--import', 'tsx', '--import', './test/support/assert-ok.mjs', '--test']],
  [files.filter((file) => !isForNode(file)), ['node_modules/@web/test-runner/dist/bin.js', '--files']],
];
if (files.length === 0) console.error('Usage: npm run test:one -- test/core/order/order.test.ts');
const hasPassed = runs
  .filter(([some]) => some.length > 0)
  .map(
    ([some, command]) => spawnSync(process.execPath, [...command, ...some], {stdio: 'inherit'}).status === 0,
  );
process.exitCode = files.length > 0 && hasPassed.every(Boolean) ? 0 : 1;
