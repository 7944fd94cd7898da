// An edge runtime has no DOM: the elements come with the page's code, and define nothing
import {PaybyCheckout} from 'payby-checkout';
import {parseOrder} from 'payby-checkout/core';

addEventListener('fetch', (event) => event.respondWith(answer(event.request)));

async function answer(request) {
  const parsed = parseOrder(await request.json());
  if (!parsed.ok) return Response.json(parsed.issues, {status: 400});
  return Response.json({merchantOrderNo: parsed.value.merchantOrderNo, element: typeof PaybyCheckout});
}
