import type {CheckoutOrder} from 'payby-checkout';
import {Checkout} from './checkout';

/** Each customer has an order of their own. */
export const dynamic = 'force-dynamic';

export default async function Page() {
  const response = await fetch(`${process.env.SHOP_API}/api/orders`, {method: 'POST'});
  const order = (await response.json()) as CheckoutOrder;
  return <Checkout order={order} />;
}
