import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {it} from 'node:test';
import {EdgeRuntime} from 'edge-runtime';

const runtime = new EdgeRuntime({initialCode: readFileSync('dist/worker.js', 'utf8')});
const send = (order) =>
  runtime.dispatchFetch('https://shop.example/', {method: 'POST', body: JSON.stringify(order)});

it('draws the checkout of an order', async () => {
  const response = await send({
    merchantOrderNo: 'M-1',
    paySceneCode: 'DYNQR',
    tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
    totalAmount: {amount: '25.00', currency: 'AED'},
  });
  assert.equal(response.status, 200, await response.clone().text());
  assert.equal(response.headers.get('x-element'), 'function');
  const html = await response.text();
  assert.match(html, /<template shadowrootmode="open"/);
  assert.match(html, /AED.25\.00/);
  assert.match(html, /<path /);
});

it('names what is wrong with an order', async () => {
  const response = await send({
    merchantOrderNo: 'M-1',
    paySceneCode: 'DYNQR',
    totalAmount: {amount: '-25', currency: 'AED'},
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /totalAmount/);
});
