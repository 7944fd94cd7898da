import {env} from '$env/dynamic/private';
import type {CheckoutOrder} from 'payby-checkout';

export async function load(): Promise<{order: CheckoutOrder}> {
  const response = await fetch(`${env.SHOP_API}/api/orders`, {method: 'POST'});
  return {order: (await response.json()) as CheckoutOrder};
}
