// An edge runtime has no DOM: the elements come with the page's code, and define nothing
import {PaybyCheckout} from 'payby-checkout';
import {parseOrder} from 'payby-checkout/core';
import {renderCheckout} from 'payby-checkout/server';

addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
  const parsed = parseOrder(await request.json());
  if (!parsed.ok) return Response.json(parsed.issues, {status: 400});
  const html = renderCheckout(parsed.value, {statusUrl: '/api/orders/{merchantOrderNo}/status'});
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-element': typeof PaybyCheckout,
    },
  });
}
