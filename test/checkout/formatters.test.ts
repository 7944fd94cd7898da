/** Building one formatter of `Intl` takes longer than a whole render: none is built while a payer watches a countdown. */
import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {LANGUAGES} from '../../src/i18n/languages.js';
import {stopClock, type StoppedClock} from '../../src/testing/stopped-clock.js';
import {partOf} from '../support/checkout-page.js';
import {liveOrder} from '../support/orders.js';

const MINUTE = 60_000;
const NAMES = ['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat', 'PluralRules', 'ListFormat'] as const;

describe('Formatters of Intl', () => {
  const {DateTimeFormat, NumberFormat, RelativeTimeFormat, PluralRules, ListFormat} = Intl;
  const real = {DateTimeFormat, NumberFormat, RelativeTimeFormat, PluralRules, ListFormat};
  let built: string[] = [];
  let clock: StoppedClock;

  beforeEach(() => {
    built = [];
    for (const name of NAMES) {
      const construct = (target: object, args: unknown[]): object => {
        built.push(`${name} ${String(args[0])}`);
        return Reflect.construct(target as DateConstructor, args) as object;
      };
      Object.assign(Intl, {[name]: new Proxy(real[name], {construct})});
    }
    clock = stopClock();
  });
  afterEach(() => {
    clock.resume();
    Object.assign(Intl, real);
  });

  for (const paySceneCode of ['DYNQR', 'CASHTOPUP']) {
    for (const language of LANGUAGES) {
      it(`are not built on a tick of a ${paySceneCode} order in ${language}`, async () => {
        const order = liveOrder({paySceneCode, expiredTime: clock.now + 61 * MINUTE});
        const checkout = await fixture<PaybyCheckout>(
          html`<payby-checkout locale=${language} .order=${order}></payby-checkout>`,
        );
        // The texts of the language, and what waits for the first paint. A real frame each, whatever the clock says
        for (let frames = 0; frames < 300 && built.length === 0; frames++) {
          await nextFrame();
          await clock.advance(0);
        }
        expect(built.length, 'the deadline is shown after the first paint').to.be.greaterThan(0);
        const seen = [partOf(checkout, 'countdown')?.textContent];
        built = [];
        for (const ms of [MINUTE, MINUTE, 1000, 1000, 1000]) {
          await clock.advance(ms);
          await checkout.updateComplete;
          seen.push(partOf(checkout, 'countdown')?.textContent);
        }
        expect(built).to.deep.equal([]);
        expect(new Set(seen).size, seen.join()).to.be.greaterThan(4);
        expect(partOf(checkout, 'amount')?.textContent).to.match(/25\.00/);
        checkout.remove();
      });
    }
  }
});
