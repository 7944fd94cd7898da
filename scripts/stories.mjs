// Opens every story of a built Storybook: it must render without an error, and axe must find nothing.
// Usage: node scripts/stories.mjs [storybook-static]
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {chromium} from 'playwright-core';
import {chromeArgs, ensureChromium} from './browsers.mjs';
import {serveFolder} from './static-server.mjs';

const folder = process.argv[2] ?? 'storybook-static';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Rules about whole pages; a story is a part of one. */
const pageRules = ['region', 'page-has-heading-one', 'landmark-one-main'];

const nameOf = ({id, impact, nodes}) =>
  `${id} (${impact}): ${nodes.map(({target}) => target.join(' ')).join(', ')}`;

/** One line per problem of a story: an error, no rendering, or a finding of axe. */
async function problemsOf(browser, address) {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', ({message}) => problems.push(`page error: ${message}`));
  try {
    await page.goto(address);
    await page.waitForFunction(() => {
      const phase = globalThis.__STORYBOOK_PREVIEW__?.currentRender?.phase;
      return ['finished', 'errored', 'aborted'].includes(phase);
    });
    // The phase of a story that throws is 'finished' too, but Storybook shows its error page
    if (!(await page.locator('body.sb-show-main').count())) {
      problems.push(`not rendered: ${await page.locator('#error-message').innerText()}`);
    }
    await page.addScriptTag({path: axe});
    const rules = Object.fromEntries(pageRules.map((rule) => [rule, {enabled: false}]));
    const {violations} = await page.evaluate(
      (rules) => globalThis.axe.run('#storybook-root', {rules}),
      rules,
    );
    problems.push(...violations.map(nameOf));
  } catch ({message}) {
    problems.push(message);
  } finally {
    await page.close();
  }
  return problems;
}

const {entries} = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
const stories = Object.values(entries).filter(({type}) => type === 'story');
const server = await serveFolder(folder);
const browser = await chromium.launch({executablePath: ensureChromium(), args: chromeArgs});
const sum = {passed: 0, failed: 0, skipped: 0, failures: []};
for (const {id, title, name} of stories) {
  const problems = await problemsOf(browser, `${server.origin}/iframe.html?id=${id}&viewMode=story`);
  sum[problems.length === 0 ? 'passed' : 'failed']++;
  const failures = problems.map((problem) => `${title} / ${name}: ${problem}`);
  for (const failure of failures) console.error(failure);
  sum.failures.push(...failures);
}
await browser.close();
server.close();

if (process.env.SUMMARY_FILE) {
  mkdirSync(dirname(process.env.SUMMARY_FILE), {recursive: true});
  writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(sum));
}
console.log(
  stories.length === 0 ? 'stories: none found' : `stories: ${sum.passed} passed, ${sum.failed} failed`,
);
process.exitCode = sum.failed === 0 && stories.length > 0 ? 0 : 1;
