import {Checkout} from './checkout';
import {Paid} from './paid';

/** The code is in the page's own markup: it can be paid before, and without, any script. */
export const dynamic = 'force-dynamic';

export default async function Page() {
  const response = await fetch(`${process.env.SHOP_API}/api/orders`, {method: 'POST'});
  return (
    <main>
      <Checkout order={await response.json()} locale="en" />
      <Paid />
    </main>
  );
}
