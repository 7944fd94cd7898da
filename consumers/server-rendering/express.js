import {renderCheckout, styleSources} from 'payby-checkout/server';

/** `app.get('/pay/:number', payPage(findOrder))` */
export const payPage = (findOrder) => async (request, response) => {
  const order = await findOrder(request.params.number);
  if (!order) return response.sendStatus(404);
  const checkout = renderCheckout.safe(order, {
    locale: request.acceptsLanguages(),
    statusUrl: '/api/orders/{merchantOrderNo}/status',
    onInvalid: (error) => console.error(error.message),
  });
  return response
    .set('Cache-Control', 'no-store') // whoever has the page can pay the order
    .set('Content-Security-Policy', `default-src 'self'; style-src ${await styleSources()}`)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><title>Pay</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="/payby-checkout.js"></script>${checkout}</html>`,
    );
};
