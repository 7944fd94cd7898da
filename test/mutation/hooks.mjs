/**
 * For `npm run test:mutation`, before the tests of a part are loaded. Stryker counts with mocha which test reaches which
 * line, so all tests run under mocha in Node then, also those of node:test and those that else run in a browser.
 */
import Module, {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);

// mocha loads TypeScript by `require`
const standIn = fileURLToPath(new URL('./node-test.ts', import.meta.url));
const load = Module._load;
Module._load = (name, ...rest) => load.call(Module, name === 'node:test' ? standIn : name, ...rest);

// Each fault would pay for thousands of runs
require('fast-check').configureGlobal({interruptAfterTimeLimit: 200});

if (process.env.MUTATION_PART === 'page') {
  const {JSDOM} = require('jsdom');
  const {window} = new JSDOM('', {url: 'https://shop.test/'});
  for (const name of ['window', 'document', 'customElements', 'HTMLElement', 'location', 'localStorage'])
    globalThis[name] = name === 'window' ? globalThis : window[name];
}
