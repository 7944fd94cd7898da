/**
 * `npm run snapshots`: takes screenshots of the cash screens of a built Storybook in every language, width and colour
 * scheme, and compares them with `baselines/` (see luminance.ts). Every screenshot and a contact sheet of all stay in
 * `test-results/snapshots`. `--update` writes the baselines anew.
 */
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type Page} from 'playwright-core';
import {chromeArgs, ensureChromium} from '../../scripts/browsers.mjs';
import {serveFolder} from '../../scripts/static-server.mjs';
import {difference} from './compare.js';
import {decodeGrid, encodeGrid, gridOf} from './luminance.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stories = join(root, 'storybook-static');
const baselines = fileURLToPath(new URL('./baselines/', import.meta.url));
const results = join(root, 'test-results/snapshots');
const isUpdate = process.argv.includes('--update');

/** The time on every screenshot, so that dates keep their length. */
const NOW = Date.UTC(2026, 10, 22, 8);
const widths = [240, 320, 768, 1440];

interface View {
  readonly story: 'voucher' | 'scanned' | 'paid' | 'failed';
  readonly language: string;
  readonly scheme: 'light' | 'dark';
  readonly widths: readonly number[];
}

const views: readonly View[] = [
  ...['en', 'ar', 'ur', 'ml'].flatMap((language) =>
    (['light', 'dark'] as const).map((scheme): View => ({story: 'voucher', language, scheme, widths})),
  ),
  ...(['scanned', 'paid', 'failed'] as const).flatMap((story) =>
    ['en', 'ar'].map((language): View => ({story, language, scheme: 'light', widths: [320]})),
  ),
];

/** Broken screens: the comparison must notice each. */
const breakages: readonly (readonly [string, string])[] = [
  ['the code is missing', '[part~=plate] { visibility: hidden }'],
  ['the code is half as large', '[part~=plate] { inline-size: 50%; margin-inline: auto }'],
  ['everything is pushed aside', ':host { margin-inline-start: 48px !important }'],
  ['the buttons have no style', 'button { all: unset }'],
  ['the steps are gone', '[part~=guide] { visibility: hidden }'],
  ['colours are swapped', ':host { filter: invert(1) }'],
];

async function open(browser: Browser, origin: string, {story, language, scheme}: View): Promise<Page> {
  const page = await browser.newPage({locale: 'en-US', timezoneId: 'Asia/Dubai', reducedMotion: 'reduce'});
  await page.clock.setFixedTime(NOW);
  const globals = `language:${language};scheme:${scheme}`;
  await page.goto(`${origin}/iframe.html?id=visual--${story}&viewMode=story&globals=${globals}`);
  const phases = {voucher: 'waiting', scanned: 'scanned', paid: 'paid', failed: 'failed'};
  await page.waitForSelector(`payby-checkout:state(${phases[story]})`);
  const isOpen = story === 'voucher' || story === 'scanned';
  if (isOpen) await page.waitForSelector('payby-checkout .send-guide button');
  if (isOpen) await page.waitForSelector('payby-checkout [part~=store]', {state: 'attached'});
  // The rows are closed at first; what they hold is compared, too
  for (const row of await page.locator('payby-checkout summary').all()) await row.click();
  await page.waitForSelector('payby-checkout [aria-busy="false"]');
  return page;
}

async function screenshot(page: Page, width: number): Promise<Buffer> {
  await page.setViewportSize({width, height: 900});
  await page.evaluate(() => document.fonts.ready);
  return page.locator('#storybook-root').screenshot({animations: 'disabled', caret: 'hide'});
}

/** The problems of one view, at most one sentence per width. */
async function problemsOf(browser: Browser, origin: string, view: View): Promise<readonly string[]> {
  const page = await open(browser, origin, view);
  const problems: string[] = [];
  for (const width of view.widths) {
    const name = [view.story, view.language, view.scheme, String(width)].join('-');
    const picture = await screenshot(page, width);
    writeFileSync(join(results, `${name}.png`), picture);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) problems.push(`${name}: ${String(overflow)} px wider than the window`);
    const baseline = join(baselines, `${name}.png`);
    const grid = gridOf(picture);
    if (isUpdate) writeFileSync(baseline, encodeGrid(grid));
    const wrong = existsSync(baseline)
      ? difference(decodeGrid(readFileSync(baseline)), grid)
      : 'there is no baseline (npm run snapshots -- --update)';
    if (wrong !== undefined) problems.push(`${name}: ${wrong}`);
  }
  await page.close();
  return problems;
}

/** Breaks a screen on purpose, in each way, and returns the breakages that the comparison has not noticed. */
async function unnoticedBreakages(browser: Browser, origin: string): Promise<readonly string[]> {
  const page = await open(browser, origin, views[0]!);
  const sound = gridOf(await screenshot(page, 320));
  const unnoticed: string[] = [];
  for (const [name, css] of breakages) {
    const handle = await page.evaluateHandle((text) => {
      const style = Object.assign(document.createElement('style'), {textContent: text});
      document.querySelector('payby-checkout')?.shadowRoot?.append(style);
      return style;
    }, css);
    if (difference(sound, gridOf(await screenshot(page, 320))) === undefined)
      unnoticed.push(`unnoticed: ${name}`);
    await handle.evaluate((style) => {
      style.remove();
    });
  }
  await page.close();
  return unnoticed;
}

/** All screenshots on one page, narrow ones first. */
async function contactSheet(browser: Browser): Promise<void> {
  const figures = views.flatMap(({story, language, scheme, widths: taken}) =>
    taken.map((width) => {
      const name = [story, language, scheme, String(width)].join('-');
      return `<figure><img src="${name}.png" alt=""><figcaption>${name}</figcaption></figure>`;
    }),
  );
  const style = `body { margin: 16px; background: #888; font: 12px sans-serif }
main { display: grid; grid-template-columns: repeat(8, 1fr); gap: 12px; align-items: start }
figure { margin: 0 } img { width: 100%; max-height: 900px; object-fit: contain; object-position: top }`;
  const sheet = join(results, 'index.html');
  writeFileSync(
    sheet,
    `<!doctype html><meta charset="utf-8"><style>${style}</style><main>${figures.join('')}</main>`,
  );
  const page = await browser.newPage({viewport: {width: 1800, height: 1000}});
  await page.goto(`file://${sheet}`);
  await page.screenshot({path: join(results, 'contact-sheet.png'), fullPage: true});
  await page.close();
}

if (!existsSync(join(stories, 'index.json')))
  throw new Error('Build the stories first: npm run build:storybook');
rmSync(results, {recursive: true, force: true});
mkdirSync(results, {recursive: true});
mkdirSync(baselines, {recursive: true});
const server = await serveFolder(stories);
const browser = await chromium.launch({executablePath: ensureChromium(), args: chromeArgs});
const sum = {passed: 0, failed: 0, skipped: 0, failures: [] as string[]};
try {
  for (const view of views) {
    const problems = await problemsOf(browser, server.origin, view);
    for (const problem of problems) console.error(problem);
    sum.failures.push(...problems);
    sum.failed += problems.length;
    sum.passed += Math.max(0, view.widths.length - problems.length);
  }
  const unnoticed = await unnoticedBreakages(browser, server.origin);
  for (const problem of unnoticed) console.error(problem);
  sum.failures.push(...unnoticed);
  sum.failed += unnoticed.length;
  sum.passed += breakages.length - unnoticed.length;
  await contactSheet(browser);
} finally {
  await browser.close();
  server.close();
}

const summary = process.env['SUMMARY_FILE'];
if (summary) writeFileSync(summary, JSON.stringify(sum));
console.log(`snapshots: ${String(sum.passed)} passed, ${String(sum.failed)} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
