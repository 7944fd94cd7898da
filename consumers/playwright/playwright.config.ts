import {defineConfig} from '@playwright/test';

const {CHROME_PATH: executablePath} = process.env;

export default defineConfig({
  testDir: 'test',
  reporter: 'list',
  use: {baseURL: 'http://127.0.0.1:5199', launchOptions: executablePath ? {executablePath} : {}},
  webServer: {
    command: 'vite --host 127.0.0.1 --port 5199 --strictPort',
    url: 'http://127.0.0.1:5199',
  },
});
