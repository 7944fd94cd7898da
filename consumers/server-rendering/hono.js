// Node, Deno, Bun, Cloudflare Workers: any runtime that Hono has
import {Hono} from 'hono';
import {html, raw} from 'hono/html';
import {renderCheckout, styleSources} from 'payby-checkout/server';

/** @param findOrder your own: the order as PayBy answered, with its present status */
export function payPages(findOrder) {
  const app = new Hono();
  app.get('/pay/:number', async (context) => {
    const order = await findOrder(context.req.param('number'));
    if (!order) return context.notFound();
    const checkout = renderCheckout.safe(order, {
      locale: context.req.header('accept-language')?.split(/[,;]/),
      statusUrl: '/api/orders/{merchantOrderNo}/status',
      onInvalid: (error) => console.error(error.message),
    });
    context.header('cache-control', 'no-store'); // whoever has the page can pay the order
    context.header('content-security-policy', `default-src 'self'; style-src ${await styleSources()}`);
    return context.html(
      html`<!doctype html>
        <html lang="en">
          <title>Pay</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <script type="module" src="/payby-checkout.js"></script>
          ${raw(checkout)}
        </html>`,
    );
  });
  return app;
}
