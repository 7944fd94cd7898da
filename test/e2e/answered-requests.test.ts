/** Status requests as a network panel, or monitoring, counts them: one that was answered is not canceled. */
import assert from 'node:assert/strict';
import type {RequestListener} from 'node:http';
import {after, before, describe, it} from 'node:test';
import type {Request} from 'playwright-core';
import {BareShop} from './pages/bare-shop.js';

const REQUESTS = 30;
const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
  totalAmount: {amount: '25.00', currency: 'AED'},
};
const status = JSON.stringify({merchantOrderNo: 'M-1', status: 'CREATED', totalAmount: order.totalAmount});
const headers = {'content-type': 'application/json', 'cache-control': 'no-store'};

/** How a merchant's server may answer the same status again. */
const answers: Readonly<Record<string, RequestListener>> = {
  '200, without an ETag': (_request, response) => response.writeHead(200, headers).end(status),
  '304, to its ETag': (request, response) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304, {etag: '"1"'}).end();
    else response.writeHead(200, {...headers, etag: '"1"'}).end(status);
  },
};

describe('answered status requests', () => {
  let shop: BareShop;
  before(async () => {
    shop = await BareShop.start();
  });
  after(() => shop.close());

  for (const [title, answer] of Object.entries(answers)) {
    it(`end without being canceled: ${title}`, async () => {
      const page = await shop.open({
        body: `<payby-checkout status-url="/status" order='${JSON.stringify(order)}'></payby-checkout>`,
        ...{script: '', now: Date.now(), routes: {'/status': answer}},
      });
      await page.waitForSelector('payby-checkout [part=qr]');
      const isStatus = (request: Request): boolean => request.url().endsWith('/status');
      const canceled: string[] = [];
      page.on('requestfailed', (request) => isStatus(request) && canceled.push(request.url()));
      for (let request = 0; request < REQUESTS; request += 1) {
        const ended = Promise.any([
          page.waitForEvent('requestfinished', isStatus),
          page.waitForEvent('requestfailed', isStatus),
        ]);
        await page.evaluate(() => document.querySelector('payby-checkout')?.refresh());
        await ended;
      }
      await page.close();
      assert.deepEqual(canceled, []);
    });
  }
});
