// The browser tests: the elements and everything below them, in the engines that BROWSERS names.
// LIT=cdn tests the elements with the Lit of the CDN files.
// WebKit comes from scripts/webkit-launcher.mjs, which speaks WebDriver to the WebKitGTK of the machine.
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import {playwrightLauncher} from '@web/test-runner-playwright';
import puppeteer from 'puppeteer-core';
import {chromeArgs, findChromium, findFirefox} from './scripts/browsers.mjs';
import {cjs} from './scripts/cjs.mjs';
import {flakyCdn} from './scripts/flaky-cdn.mjs';
import {litOfCdn} from './scripts/lit-of-cdn.mjs';
import {simulatedCdn} from './scripts/simulated-cdn.mjs';
import {summaryReporter} from './scripts/summary-reporter.mjs';
import {webkitLauncher} from './scripts/webkit-launcher.mjs';

const isCI = Boolean(process.env.CI);

const launchers = {
  // By Playwright, because Chrome's own launcher sets no locale, time zone and permissions
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {executablePath: findChromium(), args: chromeArgs},
      createBrowserContext: ({browser}) =>
        browser.newContext({
          locale: 'en-US',
          timezoneId: 'UTC',
          permissions: ['clipboard-read', 'clipboard-write'],
        }),
    }),
  // A Firefox as it is installed speaks WebDriver BiDi; one file at a time, as one tab has the focus
  firefox: () =>
    chromeLauncher({
      puppeteer,
      concurrency: 1,
      launchOptions: {browser: 'firefox', executablePath: findFirefox()},
    }),
  webkit: webkitLauncher,
};

const browsers = (process.env.BROWSERS ?? 'chromium').split(',').map((name) => {
  if (!(name in launchers))
    throw new Error(`BROWSERS: ${name} is none of ${Object.keys(launchers).join(', ')}`);
  return launchers[name]();
});

// Mocha in a browser lets an unhandled rejection pass; as a thrown error it fails the file
const testRunnerHtml = (testFramework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /></head>
  <body>
    <script>addEventListener('unhandledrejection', (event) => { throw event.reason; });</script>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`;

export default {
  files: ['test/{core,bridge,checkout,modal,voucher,scan,shared,i18n,cdn,testing}/**/*.test.ts'],
  nodeResolve: {browser: true, exportConditions: ['browser', 'development']},
  concurrentBrowsers: 3,
  concurrency: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  // Only so that a test which hangs ends. `.only` is for a person at work
  testFramework: {config: {timeout: 60_000, forbidOnly: isCI}},
  testRunnerHtml,
  middleware: [flakyCdn(), simulatedCdn()], // for test/cdn, which needs `npm run build`
  plugins: [
    ...(process.env.LIT === 'cdn' ? [litOfCdn()] : []),
    cjs({'qrcode/lib/core/qrcode.js': ['create'], jsqr: ['default']}),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  filterBrowserLogs: ({args}) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter({reportTestProgress: !isCI}), summaryReporter()],
  browsers,
  coverageConfig: {
    include: ['src/**/*.ts'],
    reportDir: 'coverage',
    reporters: ['lcovonly', 'text'],
  },
};
