// Runs the browser tests in WebKitGTK: WebKitWebDriver and MiniBrowser, under Xvfb where there is no display.
// The runner knows no such browser, so this speaks W3C WebDriver itself. Calling itself 'playwright' and answering
// `getPage()` with the few methods below makes the runner's own sendKeys, sendMouse and setViewport work.
import {spawn} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';

// https://www.w3.org/TR/webdriver2/#keyboard-actions
const keys = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};
const buttons = {left: 0, middle: 1, right: 2};

const keyDown = (name) => ({type: 'keyDown', value: keys[name] ?? name});
const keyUp = (name) => ({type: 'keyUp', value: keys[name] ?? name});
const stroke = (name) => [keyDown(name), keyUp(name)];
const pointerMove = (x, y) => ({type: 'pointerMove', duration: 0, x, y});
const pointerDown = ({button = 'left'} = {}) => ({type: 'pointerDown', button: buttons[button]});
const pointerUp = ({button = 'left'} = {}) => ({type: 'pointerUp', button: buttons[button]});

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

function findMiniBrowser() {
  const libraries = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  for (const library of libraries.map((name) => `/usr/lib/${name}`)) {
    const versions = readdirSync(library).filter((name) => /^webkit2?gtk-[46]/.test(name));
    const browsers = versions
      .sort()
      .reverse()
      .map((name) => `${library}/${name}/MiniBrowser`);
    const found = browsers.find((path) => existsSync(path));
    if (found) return found;
  }
  throw new Error('There is no WebKitGTK MiniBrowser: install it (Debian: webkit2gtk-driver).');
}

/** One WebDriver session, and the processes that carry it. */
class Session {
  #children = [];
  #base = '';
  browserVersion = '';

  async start() {
    const port = await freePort();
    const server = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      GDK_BACKEND: 'x11',
      LANG: 'en_US.UTF-8', // WebKitGTK takes navigator.language from here, and 'C' is no language
      LANGUAGE: 'en_US',
      NO_AT_BRIDGE: '1',
      ...(await this.#display()),
    };
    this.#spawn('WebKitWebDriver', [`--port=${port}`], {env, stdio: 'ignore'});
    await this.#untilReady(server);
    const browser = {binary: findMiniBrowser(), args: ['--automation']};
    const alwaysMatch = {browserName: 'MiniBrowser', 'webkitgtk:browserOptions': browser};
    this.#base = server;
    const created = await this.#call('POST', '/session', {capabilities: {alwaysMatch}});
    this.#base = `${server}/session/${created.sessionId}`;
    this.browserVersion = created.capabilities.browserVersion ?? '';
    await this.post('/timeouts', {pageLoad: 60_000, script: 60_000});
  }

  get = (path) => this.#call('GET', path);
  post = (path, body) => this.#call('POST', path, body);

  async stop() {
    // The driver may be gone already; its children are ended either way
    if (this.#base) await this.#call('DELETE', '').catch(() => undefined);
    for (const child of this.#children.reverse()) child.kill();
  }

  async #call(method, path, body = {}) {
    const headers = {'content-type': 'application/json'};
    const request = method === 'POST' ? {method, headers, body: JSON.stringify(body)} : {method, headers};
    const response = await fetch(this.#base + path, request);
    const {value} = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value?.error ?? response.status} ${value?.message ?? ''}`);
    return value;
  }

  #spawn(command, args, options) {
    const child = spawn(command, args, options);
    child.on('error', ({message}) => console.error(`${command}: ${message}`));
    this.#children.push(child);
    return child;
  }

  async #display() {
    if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return {};
    const args = ['-displayfd', '1', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'];
    const child = this.#spawn('Xvfb', args, {stdio: ['ignore', 'pipe', 'ignore']});
    const number = await new Promise((resolve, reject) => {
      child.stdout.once('data', (line) => resolve(String(line).trim()));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    });
    return {DISPLAY: `:${number}`};
  }

  async #untilReady(server) {
    for (let attempt = 1; ; attempt++) {
      try {
        await fetch(`${server}/status`);
        return;
      } catch (error) {
        if (attempt === 100) throw new Error('WebKitWebDriver does not answer', {cause: error});
        await sleep(100);
      }
    }
  }
}

/** The part of Playwright's Page that the runner's commands use. */
function pageOf(session) {
  const type = (actions) => session.post('/actions', {actions: [{type: 'key', id: 'keyboard', actions}]});
  const point = (...actions) => {
    const mouse = {type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions};
    return session.post('/actions', {actions: [mouse]});
  };
  return {
    keyboard: {
      type: (text) => type([...text].flatMap(stroke)),
      press(combination) {
        const names = combination === '+' ? ['+'] : combination.split('+').map((name) => name || '+');
        const held = names.slice(0, -1);
        return type([...held.map(keyDown), ...stroke(names.at(-1)), ...held.reverse().map(keyUp)]);
      },
      down: (name) => type([keyDown(name)]),
      up: (name) => type([keyUp(name)]),
    },
    mouse: {
      move: (x, y) => point(pointerMove(x, y)),
      click: (x, y, options) => point(pointerMove(x, y), pointerDown(options), pointerUp(options)),
      down: (options) => point(pointerDown(options)),
      up: (options) => point(pointerUp(options)),
    },
    /** WebDriver sizes the window, tests mean the page inside it: correct until it fits. */
    async setViewportSize({width, height}) {
      for (let attempt = 0; attempt < 3; attempt++) {
        const script = 'return [innerWidth, innerHeight]';
        const [innerWidth, innerHeight] = await session.post('/execute/sync', {script, args: []});
        if (innerWidth === width && innerHeight === height) return;
        const rect = await session.get('/window/rect');
        const size = {width: rect.width + width - innerWidth, height: rect.height + height - innerHeight};
        await session.post('/window/rect', size);
      }
    },
    emulateMedia() {
      throw new Error('WebKitWebDriver cannot emulate media features');
    },
    screenshot: async () => Buffer.from(await session.get('/screenshot'), 'base64'),
  };
}

export function webkitLauncher() {
  const session = new Session();
  const page = pageOf(session);
  let started;
  let current;
  const launcher = {
    name: 'WebKitGTK',
    type: 'playwright',
    concurrency: 1, // one window
    async initialize() {},
    async startSession(id, url) {
      started ??= session.start();
      await started;
      launcher.name = `WebKitGTK ${session.browserVersion}`.trim();
      current = {id, url};
      await session.post('/url', {url});
    },
    async stopSession(id) {
      if (current?.id !== id) return {};
      current = undefined;
      await session.post('/url', {url: 'about:blank'});
      return {};
    },
    isActive: (id) => current?.id === id,
    getBrowserUrl: () => current?.url,
    getPage: () => page,
    stop: () => session.stop(),
    startDebugSession() {
      throw new Error('WebKitGTK has no debug session here');
    },
  };
  return launcher;
}
