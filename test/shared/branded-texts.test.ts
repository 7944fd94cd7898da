import {expect, fixture, html} from '@open-wc/testing';
import {LitElement, type TemplateResult} from 'lit';
import {checkout} from '../../src/i18n/en.js';
import {BrandedTexts} from '../../src/shared/branded-texts.js';
import {LocaleController} from '../../src/shared/locale-controller.js';

class BrandedHost extends LitElement {
  static override readonly properties = {brand: {attribute: false}};
  declare brand: unknown;
  readonly locale = new LocaleController(this, () => 'en', {reportProblem: () => {}});
  readonly words = new BrandedTexts(this.locale, () => this.brand);
  get texts(): unknown {
    return this.words.part('checkout', checkout);
  }
  protected override render(): TemplateResult {
    return html`${this.words.part('checkout', checkout).label}`;
  }
}
customElements.define('test-branded-host', BrandedHost);

describe('BrandedTexts', () => {
  it('puts the names that the page gives into the texts', async () => {
    const host = await fixture<BrandedHost>(html`<test-branded-host></test-branded-host>`);
    for (const [brand, label] of [
      [undefined, 'PayBy payment'],
      [{payby: 'Botim Money'}, 'Botim Money payment'],
      [{payby: 'Botim'}, 'Botim payment'],
      [null, 'PayBy payment'],
    ] as const) {
      host.brand = brand;
      await host.updateComplete;
      expect(host.shadowRoot?.textContent.trim()).to.equal(label);
    }
  });

  it('returns the same object until the names change, since views compare their texts', async () => {
    const host = await fixture<BrandedHost>(html`<test-branded-host></test-branded-host>`);
    const first = host.texts;
    expect(host.texts).to.equal(first);
    host.brand = {payby: 'Botim Money'};
    const second = host.texts;
    expect(second).not.to.equal(first);
    expect(host.texts).to.equal(second);
  });
});
