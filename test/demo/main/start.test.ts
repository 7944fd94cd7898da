/** `npm run demo` as a process: started, used over HTTP and interrupted. */
import assert from 'node:assert/strict';
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo} from 'node:net';
import type {Readable} from 'node:stream';
import {afterEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

const runs: Run[] = [];

function start(env: Record<string, string> = {}, nodeFlags: readonly string[] = []): Run {
  const {PATH = ''} = process.env;
  const child = spawn(process.execPath, [...nodeFlags, 'demo/main/start.mjs', '--no-build'], {
    cwd: root,
    env: {PATH, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'close').then(
    ([code, signal]) => (signal ?? code) as number | NodeJS.Signals | null,
  );
  const run = {child, out: () => out, err: () => err, ended};
  runs.push(run);
  return run;
}

afterEach(() => {
  for (const {child} of runs.splice(0)) child.kill('SIGKILL');
});

async function assertOneSentence(run: Run, message: RegExp): Promise<void> {
  assert.equal(await run.ended, 1, run.out() + run.err());
  assert.match(run.err(), message);
  assert.equal(run.err().trim().split('\n').length, 1, run.err());
  assert.doesNotMatch(run.err(), /\bat .*:\d+:\d+/);
}

async function startedUrl(run: Run): Promise<string> {
  while (!run.out().includes('Ctrl-C') && run.child.exitCode === null) {
    await Promise.race([once(run.child.stdout, 'data'), run.ended]);
  }
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(run.out())?.[0];
  assert.ok(url, run.err());
  return url;
}

describe('npm run demo', () => {
  it('exits with 1 after an error that nobody caught, and says so', async () => {
    const later = 'setImmediate(() => { Promise.reject(new Error("planted")); });';
    const planted = `const write = process.stdout.write;
      process.stdout.write = function (text, ...rest) {
        if (String(text).includes('Ctrl-C')) { ${later} }
        return write.call(this, text, ...rest);
      };`;
    const run = start({PORT: '0'}, ['--import', `data:text/javascript,${encodeURIComponent(planted)}`]);
    assert.equal(await run.ended, 1, run.err());
    assert.match(run.out(), /unknown error: this process ends/);
    assert.match(run.out(), /planted/);
  });

  it('prints its addresses, serves, and exits with 0 on Ctrl-C while a stream is open', async () => {
    const run = start({PORT: '0'});
    const url = await startedUrl(run);
    for (const path of ['/', '/store', '/game', '/cashier', '/admin', '/phone', '/pos']) {
      assert.match(run.out(), new RegExp(`${url}${path}(\\s|$)`, 'm'));
    }
    const body = JSON.stringify({paySceneCode: 'DYNQR', sku: 'mug'});
    const headers = {'Content-Type': 'application/json'};
    const placed = await fetch(`${url}/api/orders`, {method: 'POST', body, headers});
    const {merchantOrderNo} = (await placed.json()) as {merchantOrderNo: string};
    const stream = await fetch(`${url}/api/orders/${merchantOrderNo}/events`);
    assert.equal(stream.status, 200);
    // An incomplete request delays closing until it is cut off.
    const slow = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    slow.write('POST /api/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{');
    await fetch(`${url}/api/skus`); // by now the incomplete request has arrived
    run.child.kill('SIGINT');
    await stream.text().catch(() => undefined); // ended or cut off: either way the first signal has arrived
    run.child.kill('SIGINT'); // npm passes on the Ctrl-C that the terminal has sent as well
    assert.equal(await run.ended, 0, run.err());
    assert.equal(run.err(), '');
  });

  it('exits with 0 on SIGTERM', async () => {
    const run = start({PORT: '0'});
    await startedUrl(run);
    run.child.kill('SIGTERM');
    assert.equal(await run.ended, 0, run.err());
  });

  it('prints one sentence when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const {port} = other.address() as AddressInfo;
    await assertOneSentence(start({PORT: String(port)}), new RegExp(`^Port ${String(port)} is taken`));
    other.close();
  });

  it('prints one sentence when PORT is not a number', async () => {
    await assertOneSentence(start({PORT: 'eighty'}), /^PORT must be a number/);
  });

  it('prints one sentence when a key file is missing', async () => {
    const run = start({
      PAYBY_BASE_URL: 'https://uat.test2pay.com/sgs/api',
      PAYBY_PARTNER_ID: '200000012345',
      PAYBY_PRIVATE_KEY_FILE: 'no/such/private.pem',
      PAYBY_PUBLIC_KEY_FILE: 'no/such/public.pem',
    });
    await assertOneSentence(
      run,
      /^PAYBY_PRIVATE_KEY_FILE: key file no\/such\/private\.pem: there is no such file\.$/m,
    );
  });

  for (const version of ['20.18.3', '18.20.4', '12.22.12']) {
    it(`prints one sentence on Node ${version}`, async () => {
      const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}});`;
      const run = start({}, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]);
      await assertOneSentence(
        run,
        new RegExp(`^The demo needs Node 20\\.19 or newer, and this is ${version}\\.`),
      );
    });
  }
});
