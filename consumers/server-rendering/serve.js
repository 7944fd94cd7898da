// `npm start`: the shop around the example that `EXAMPLE` names: its order, its files, and a line when it is paid.
import {readFileSync} from 'node:fs';
import {serve} from '@hono/node-server';
import express from 'express';
import {Hono} from 'hono';
import {payPage} from './express.js';
import {payPages} from './hono.js';

const {EXAMPLE, HOST, PORT, SHOP_API} = process.env;
const cdn = new URL('node_modules/payby-checkout/dist/cdn/', import.meta.url);

const findOrder = async () => (await fetch(`${SHOP_API}/api/orders`, {method: 'POST'})).json();
const findStatus = async (number) => (await fetch(`${SHOP_API}/api/orders/${number}/status`)).json();

/** Under the address that the page of the example names. */
const script = `${readFileSync(new URL('payby-checkout.js', cdn), 'utf8')}
document.addEventListener('payby-success', ({detail}) => {
  const output = document.createElement('output');
  output.value = 'Paid ' + detail.amount + ' ' + detail.currency;
  document.body.append(output);
});`;

if (EXAMPLE === 'hono') {
  const app = new Hono();
  app.get('/', (context) => context.redirect('/pay/M-1'));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.get('/payby-checkout.js', (context) => context.body(script, 200, {'content-type': 'text/javascript'}));
  app.get('/api/orders/:number/status', async (context) =>
    context.json(await findStatus(context.req.param('number'))),
  );
  app.route('/', payPages(findOrder));
  serve({fetch: app.fetch, hostname: HOST, port: Number(PORT)});
} else {
  const app = express();
  app.get('/', (_request, response) => response.redirect('/pay/M-1'));
  app.get('/favicon.ico', (_request, response) => response.sendStatus(204));
  app.get('/payby-checkout.js', (_request, response) => response.type('js').send(script));
  app.get('/api/orders/:number/status', async (request, response) =>
    response.json(await findStatus(request.params.number)),
  );
  app.get('/pay/:number', payPage(findOrder));
  app.listen(Number(PORT), HOST);
}
