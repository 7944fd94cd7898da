/** Requests that no page of the shop sends: aborted ones, and ones of other sites' pages and names. */
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {request} from 'node:http';
import {once} from 'node:events';
import {after, before, describe, it} from 'node:test';
import {createDemo, twoKeyPairs, handOut, until, type TestDemo} from '../support/demo.js';

let demo: TestDemo;
before(async () => {
  demo = await createDemo({makeKeys: handOut(await twoKeyPairs())});
});
after(() => demo.close());

/** `fetch` would send its own Host. */
async function send(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const {hostname, port} = new URL(demo.url);
  const sent = request({
    method,
    hostname,
    port,
    path,
    headers: {'Content-Type': 'application/json', ...headers},
  });
  sent.end(method === 'POST' ? '{}' : undefined);
  const [response] = (await once(sent, 'response')) as [{readonly statusCode: number; resume(): void}];
  response.resume();
  return response.statusCode;
}

describe('a request whose client goes away in the middle of its body', () => {
  for (const path of ['/api/orders', '/payby/notify', '/gateway/app/scan', '/gateway/control/faults']) {
    it(`is no error of the server: POST ${path}`, async () => {
      const {hostname, port} = new URL(demo.url);
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      const lines = demo.lines.length;
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`,
      );
      await once(socket, 'data'); // the server reads the body now
      socket.write('{"half');
      socket.resetAndDestroy();
      // A later request is answered after the server has noticed.
      for (let count = 0; count < 20; count += 1) await demo.get('/healthz');
      await until(() => socket.destroyed, 'the socket is closed');
      const noise = demo.lines.slice(lines).filter((line) => line.includes('"level":"error"'));
      assert.deepEqual(noise, []);
    });
  }
});

describe('the simulated gateway and its control page', () => {
  const {port} = {port: () => new URL(demo.url).port};

  it('answer to the names of this machine and to addresses', async () => {
    for (const host of [
      `localhost:${port()}`,
      `127.0.0.1:${port()}`,
      `[::1]:${port()}`,
      '192.168.1.20:8080',
    ]) {
      assert.equal(await send('GET', '/gateway/control', {Host: host}), 200, host);
    }
  });

  it('refuse another name, which may be another site’s that leads here', async () => {
    for (const path of ['/gateway/control', '/gateway/control/log', '/gateway/app/codes', '/gateway/pos']) {
      assert.equal(await send('GET', path, {Host: `evil.example:${port()}`}), 403, path);
      assert.equal(await send('GET', path, {Host: 'localhost.evil.example'}), 403, path);
    }
    assert.equal(await send('POST', '/gateway/control/reset', {Host: 'evil.example'}), 403);
  });

  it('refuse what a page of another site sends', async () => {
    const Host = `localhost:${port()}`;
    const foreign = [
      {'Sec-Fetch-Site': 'cross-site'},
      {'Sec-Fetch-Site': 'same-site'},
      {Origin: 'https://evil.example'},
      {Origin: 'null'},
      {Origin: 'http://localhost:1'},
    ];
    for (const headers of foreign) {
      for (const path of ['/gateway/control/reset', '/gateway/app/code', '/gateway/pos/balance']) {
        const what = `${path} ${JSON.stringify(headers)}`;
        assert.equal(await send('POST', path, {Host, ...headers}), 403, what);
      }
    }
    assert.equal(await send('POST', '/gateway/control/reset', {Host, Origin: `http://${Host}`}), 200);
    assert.equal(await send('POST', '/gateway/control/reset', {Host, 'Sec-Fetch-Site': 'same-origin'}), 200);
  });
});
