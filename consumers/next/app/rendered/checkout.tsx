import {renderCheckout} from 'payby-checkout/server';

/**
 * A server component: `<Checkout order={await findOrder(number)} />` in a page with `export const dynamic = 'force-dynamic'`.
 * A client component beside it imports `payby-checkout/payby-checkout.js`, or the layout has a script tag.
 */
export function Checkout({order, locale}: {order: unknown; locale: string}) {
  const markup = renderCheckout.safe(order, {locale, statusUrl: '/api/orders/{merchantOrderNo}/status'});
  // The browser has moved the template into the shadow root before React looks
  return <div suppressHydrationWarning dangerouslySetInnerHTML={{__html: markup}} />;
}
