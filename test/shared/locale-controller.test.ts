import {expect, fixture, html} from '@open-wc/testing';
import {LitElement, type TemplateResult} from 'lit';
import {LocaleController} from '../../src/shared/locale-controller.js';
import {checkout} from '../../src/i18n/en.js';
import {checkout as arabic} from '../../src/i18n/ar.js';
import {checkout as malayalam} from '../../src/i18n/ml.js';
import {checkout as urdu} from '../../src/i18n/ur.js';

class Speaker extends LitElement {
  static override readonly properties = {locale: {}};
  declare locale: string | null;
  readonly words = new LocaleController(this, () => this.locale);
  protected override render(): TemplateResult {
    return html`<p dir=${this.words.direction}>${this.words.part('checkout', checkout).label}</p>`;
  }
}
customElements.define('test-speaker', Speaker);

const said = (speaker: Speaker): string => speaker.shadowRoot?.textContent.trim() ?? '';
/** Until the words of the wanted language are there. */
async function spoken(speaker: Speaker): Promise<void> {
  await speaker.updateComplete;
  while (speaker.words.isLoading) await new Promise(requestAnimationFrame);
  await speaker.updateComplete;
}

describe('LocaleController', () => {
  it('is English at once', async () => {
    const speaker = await fixture<Speaker>(html`<test-speaker lang="en"></test-speaker>`);
    expect([said(speaker), speaker.words.direction]).to.deep.equal([checkout.label, 'ltr']);
  });

  it('is its locale before the lang around it', async () => {
    const around = await fixture(html`<div lang="en"><test-speaker locale="ar-AE"></test-speaker></div>`);
    const speaker = around.querySelector<Speaker>('test-speaker');
    if (!speaker) throw new Error('no speaker');
    expect(speaker.words.direction, 'before the words are there').to.equal('rtl');
    await spoken(speaker);
    expect(said(speaker)).to.equal(arabic.label);
  });

  for (const [locale, words, direction] of [
    ['ur-PK', urdu, 'rtl'],
    ['ml-IN', malayalam, 'ltr'],
  ] as const) {
    it(`is that of ${locale}, in its direction`, async () => {
      const speaker = await fixture<Speaker>(html`<test-speaker locale=${locale}></test-speaker>`);
      await spoken(speaker);
      expect([said(speaker), speaker.words.direction]).to.deep.equal([words.label, direction]);
    });
  }

  it('is the nearest lang, through shadow roots', async () => {
    const around = await fixture(html`<section lang="ar"><div></div></section>`);
    const inner = new Speaker();
    around.querySelector('div')?.attachShadow({mode: 'open'}).append(inner);
    await spoken(inner);
    expect(said(inner)).to.equal(arabic.label);
  });

  it('follows a change of lang, and the last one wanted wins', async () => {
    const around = await fixture(html`<section lang="ar"><test-speaker></test-speaker></section>`);
    const speaker = around.querySelector<Speaker>('test-speaker');
    if (!speaker) throw new Error('no speaker');
    around.setAttribute('lang', 'en');
    await new Promise(requestAnimationFrame);
    await spoken(speaker);
    expect([said(speaker), speaker.words.direction]).to.deep.equal([checkout.label, 'ltr']);
    around.setAttribute('lang', 'ar');
    await new Promise(requestAnimationFrame);
    await spoken(speaker);
    expect([said(speaker), speaker.words.direction]).to.deep.equal([arabic.label, 'rtl']);
  });

  it('passes over languages without texts', async () => {
    const around = await fixture(html`<div lang="ar"><test-speaker locale="fr"></test-speaker></div>`);
    const speaker = around.querySelector<Speaker>('test-speaker');
    if (!speaker) throw new Error('no speaker');
    await spoken(speaker);
    expect(said(speaker)).to.equal(arabic.label);
  });
});
