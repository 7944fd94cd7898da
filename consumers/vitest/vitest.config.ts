import {playwright} from '@vitest/browser-playwright';
import {defineConfig} from 'vitest/config';

const include = ['test/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {test: {name: 'jsdom', include, environment: 'jsdom'}},
      {test: {name: 'happy-dom', include, environment: 'happy-dom'}},
      {
        test: {
          name: 'browser',
          include,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({launchOptions: {executablePath: process.env.CHROME_PATH}}),
            instances: [{browser: 'chromium'}],
          },
        },
      },
    ],
  },
});
