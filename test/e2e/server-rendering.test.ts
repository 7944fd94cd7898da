/** The examples of docs/server-rendering.md: a page with the code in it, under a strict policy, with and without scripts. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {chromium, type Browser, type Page} from 'playwright-core';
import * as React from 'react';
import {renderToString} from 'react-dom/server';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS, readCode} from './pages/demo-browser.js';

const TOKEN = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668';
const examples = new URL('../../consumers/server-rendering/', import.meta.url).href;
const element = readFileSync(new URL('../../dist/cdn/payby-checkout.js', import.meta.url));

type FindOrder = (number: string) => Promise<object | undefined>;
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
type Answer = (path: string, language: string) => Promise<Reply>;

let isPaid = false;
const findOrder: FindOrder = async (number) =>
  number === 'M-1'
    ? {
        merchantOrderNo: 'M-1',
        paySceneCode: 'DYNQR',
        tokenUrl: TOKEN,
        totalAmount: {amount: '25.00', currency: 'AED'},
        subject: 'Karak mug',
        expiredTime: Date.now() + 900_000,
        status: isPaid ? 'PAID_SUCCESS' : 'CREATED',
      }
    : undefined;

/** The example for Hono, which answers a `Request`. */
async function hono(): Promise<Answer> {
  const {payPages} = (await import(`${examples}hono.js`)) as {
    payPages: (find: FindOrder) => {fetch: (request: Request) => Response | Promise<Response>};
  };
  const app = payPages(findOrder);
  return async (path, language) => {
    const response = await app.fetch(
      new Request(`http://shop${path}`, {headers: {'accept-language': language}}),
    );
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}

/** The example for Express: its handler, given what Express gives it. */
async function express(): Promise<Answer> {
  const {payPage} = (await import(`${examples}express.js`)) as {
    payPage: (find: FindOrder) => (request: object, response: object) => Promise<unknown>;
  };
  return async (path, language) => {
    const reply = {status: 200, headers: {} as Record<string, string>, body: ''};
    const response = {
      set: (name: string, value: string) => {
        reply.headers[name.toLowerCase()] = value;
        return response;
      },
      type: (type: string) => response.set('content-type', `text/${type}; charset=utf-8`),
      sendStatus: (status: number) => (reply.status = status),
      send: (body: string) => (reply.body = body),
    };
    const request = {params: {number: path.split('/').pop()}, acceptsLanguages: () => language.split(',')};
    await payPage(findOrder)(request, response);
    return reply;
  };
}

for (const [name, example] of Object.entries({hono, express})) {
  describe(`the example for ${name}`, () => {
    let server: Server;
    let browser: Browser;
    before(async () => {
      const answer = await example();
      const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        const path = request.url ?? '/';
        if (path === '/payby-checkout.js')
          response.writeHead(200, {'content-type': 'text/javascript'}).end(element);
        else if (path === '/favicon.ico') response.writeHead(204).end();
        else if (path.startsWith('/api/'))
          response
            .writeHead(200, {'content-type': 'application/json'})
            .end(JSON.stringify({merchantOrderNo: 'M-1', status: isPaid ? 'PAID_SUCCESS' : 'CREATED'}));
        else {
          const {status, headers, body} = await answer(path, request.headers['accept-language'] ?? '');
          response.writeHead(status, headers).end(body);
        }
      };
      server = createServer((request, response) => void handle(request, response));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
    });
    after(async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    });

    async function open(javaScriptEnabled: boolean): Promise<{page: Page; said: string[]}> {
      isPaid = false;
      const page = await browser.newPage({
        javaScriptEnabled,
        locale: 'en-AE',
        viewport: {width: 360, height: 740},
      });
      page.setDefaultTimeout(PAGE_TIMEOUT_MS);
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/pay/M-1`);
      return {page, said};
    }

    it('shows a payable code without JavaScript, and the payment after the link below it', async () => {
      const {page, said} = await open(false);
      const code = page.locator('[part=qr]');
      assert.equal(await readCode(await code.screenshot()), TOKEN);
      assert.match(await page.locator('.countdown').innerText(), /Pay before\s.*UAE time/);
      assert.equal(
        await page.locator('.card').evaluate((card) => getComputedStyle(card).borderStyle),
        'solid',
      );
      isPaid = true;
      assert.match(await page.locator('.reload').innerText(), /load this page again/);
      await page.locator('.reload a').click();
      await page.locator('[part=outcome]').waitFor();
      assert.match(await page.locator('[part=outcome]').innerText(), /Payment received/);
      assert.equal(await code.count(), 0);
      assert.deepEqual(said, []);
    });

    it('is taken over under its policy, and tells the payment', async () => {
      const {page, said} = await open(true);
      await page.waitForFunction(
        () => !document.querySelector('payby-checkout')?.shadowRoot?.querySelector('#server'),
      );
      const code = page.locator('[part=qr]');
      assert.equal(await code.count(), 1);
      assert.equal(await readCode(await code.screenshot()), TOKEN);
      isPaid = true;
      await page.evaluate(() => document.querySelector('payby-checkout')?.refresh());
      await page.locator('[part=outcome]').waitFor();
      assert.equal(await code.count(), 0);
      assert.deepEqual(said, []);
    });

    it('is not stored', async () => {
      const answer = await example();
      const {headers} = await answer('/pay/M-1', 'ar,en');
      assert.equal(headers['cache-control'], 'no-store');
      assert.match((await answer('/pay/M-1', 'ar,en')).body, /<payby-checkout locale="ar"/);
      assert.equal((await answer('/pay/M-2', 'en')).status, 404);
    });
  });
}

describe('the example for Next.js', () => {
  it('is the markup inside of an element of React', async () => {
    // Next.js compiles JSX for the automatic runtime, tsx a file outside of its project for this name
    Object.assign(globalThis, {React});
    const file = new URL('../next/app/rendered/checkout.tsx', examples).href;
    const {Checkout} = (await import(file)) as {
      Checkout: React.FunctionComponent<{order: unknown; locale: string}>;
    };
    const page = renderToString(React.createElement(Checkout, {order: await findOrder('M-1'), locale: 'en'}));
    assert.match(page, /^<div><payby-checkout locale="en".*<template shadowrootmode="open">.*<\/div>$/s);
  });
});
