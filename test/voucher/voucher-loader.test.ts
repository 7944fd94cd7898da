import {expect, fixture, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import {initialState, type CheckoutState} from '../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../src/core/order/order.js';
import {qrMatrix} from '../../src/core/qr/qr-matrix.js';
import {qrPath} from '../../src/core/qr/qr-path.js';
import * as english from '../../src/i18n/en.js';
import {BrandedTexts} from '../../src/shared/branded-texts.js';
import {LocaleController} from '../../src/shared/locale-controller.js';
import {systemClock} from '../../src/shared/system-clock.js';
import {VoucherLoader} from '../../src/voucher/voucher-loader.js';
import {liveOrder} from '../support/orders.js';
import {textsOf} from '../support/texts.js';

const {checkout} = textsOf(english);

class TestHost extends LitElement {
  order: unknown = null;
  actions: string | null = null;
  stores: unknown = null;
  storesUrl: string | null = null;
  statusUrl: string | null = null;
  persist: string | null = null;
  refresh(): void {
    // the test has no status source
  }
}
customElements.define('test-voucher-host', TestHost);

const idle: CheckoutState = {phase: 'idle'};
function waiting(paySceneCode: string): CheckoutState {
  const parsed = parseOrder(liveOrder({paySceneCode}));
  if (!parsed.ok) throw new Error('expected a valid order');
  return initialState(parsed.value, Date.now(), 'paid');
}

/** A loader on a connected host, after the first update. */
async function load(state: CheckoutState, attributes: Partial<TestHost> = {}): Promise<VoucherLoader> {
  const host = Object.assign(new TestHost(), attributes);
  const locale = new LocaleController(host, () => 'en', {reportProblem: () => {}});
  const loader = new VoucherLoader({
    host,
    order: {state, remaining: undefined, reportProblem: () => undefined},
    locale,
    texts: new BrandedTexts(locale, () => undefined),
    clock: systemClock,
    strings: () => checkout,
    encode: (tokenUrl) => qrPath(qrMatrix(tokenUrl)),
  });
  await fixture(html`${host}`);
  await loader.ready;
  return loader;
}
const refusalOf = (exported: Promise<unknown>): Promise<string> => exported.then(() => 'done', String);

describe('VoucherLoader', () => {
  it('loads nothing for an order of another scene', async () => {
    expect((await load(waiting('DYNQR'))).render()).to.equal(undefined);
  });

  const needs: [string, CheckoutState, Partial<TestHost>][] = [
    ['a cash top-up', waiting('CASHTOPUP'), {}],
    ['a voucher stored by `persist`', idle, {persist: 'test'}],
    ['an export action', waiting('DYNQR'), {actions: 'cancel save'}],
  ];
  for (const [need, state, attributes] of needs) {
    it(`loads the voucher for ${need}`, async () => {
      expect((await load(state, attributes)).render()).not.to.equal(undefined);
    });
  }

  it('loads the voucher on use() when nothing else needs it', async () => {
    const loader = await load(waiting('DYNQR'));
    const picture = await loader.use((voucher) => voucher.saveImage());
    expect(picture.type).to.equal('image/png');
  });

  it('rejects use() with the rejection of the voucher', async () => {
    const loader = await load(idle);
    const refusal = await refusalOf(loader.use((voucher) => voucher.print()));
    expect(refusal).to.equal('Error: There is no open order to print, save or share.');
  });
});
