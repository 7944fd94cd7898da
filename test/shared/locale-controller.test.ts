import {expect, fixture, html} from '@open-wc/testing';
import {LitElement, type TemplateResult} from 'lit';
import {LocaleController} from '../../src/shared/locale-controller.js';
import type {Problem} from '../../src/core/errors.js';
import {connection} from '../../src/i18n/en.js';
import {connection as arabic} from '../../src/i18n/ar.js';
import {connection as malayalam} from '../../src/i18n/ml.js';
import {connection as urdu} from '../../src/i18n/ur.js';
import {fetchStrings} from '../../src/i18n/languages.js';
import {ManualClock, settle} from '../support/manual-clock.js';

const OFFLINE = new TypeError('Failed to fetch dynamically imported module');

class LocaleHost extends LitElement {
  static override readonly properties = {locale: {}};
  declare locale: string | null;
  readonly problems: Problem[] = [];
  readonly clock = new ManualClock();
  /** How many of the next downloads fail. */
  failures = 0;
  readonly words = new LocaleController(this, () => this.locale, {
    reportProblem: (problem) => this.problems.push(problem),
    clock: this.clock,
    load: (language) => (this.failures-- > 0 ? Promise.reject(OFFLINE) : fetchStrings(language)),
  });
  protected override render(): TemplateResult {
    return html`<p dir=${this.words.direction}>${this.words.part('connection', connection).checkNow}</p>`;
  }
}
customElements.define('test-locale-host', LocaleHost);

const textOf = (host: LocaleHost): string => host.shadowRoot?.textContent.trim() ?? '';
/** Resolves when the texts of the host’s language are loaded and rendered. */
async function loaded(host: LocaleHost): Promise<void> {
  await host.updateComplete;
  while (host.words.isLoading) await new Promise(requestAnimationFrame);
  await host.updateComplete;
}

describe('LocaleController', () => {
  it('uses English in the first rendering', async () => {
    const host = await fixture<LocaleHost>(html`<test-locale-host lang="en"></test-locale-host>`);
    expect([textOf(host), host.words.direction]).to.deep.equal([connection.checkNow, 'ltr']);
  });

  it('prefers locale over the lang around it', async () => {
    const around = await fixture(
      html`<div lang="en"><test-locale-host locale="ar-AE"></test-locale-host></div>`,
    );
    const host = around.querySelector<LocaleHost>('test-locale-host');
    if (!host) throw new Error('no host');
    expect(host.words.direction, 'before the texts are loaded').to.equal('rtl');
    await loaded(host);
    expect(textOf(host)).to.equal(arabic.checkNow);
  });

  for (const [locale, words, direction] of [
    ['ur-PK', urdu, 'rtl'],
    ['ml-IN', malayalam, 'ltr'],
  ] as const) {
    it(`loads the texts and direction of ${locale}`, async () => {
      const host = await fixture<LocaleHost>(html`<test-locale-host locale=${locale}></test-locale-host>`);
      await loaded(host);
      expect([textOf(host), host.words.direction]).to.deep.equal([words.checkNow, direction]);
    });
  }

  it('uses the nearest lang, also outside the shadow root', async () => {
    const around = await fixture(html`<section lang="ar"><div></div></section>`);
    const inner = new LocaleHost();
    around.querySelector('div')?.attachShadow({mode: 'open'}).append(inner);
    await loaded(inner);
    expect(textOf(inner)).to.equal(arabic.checkNow);
  });

  it('follows each change of lang to the last one', async () => {
    const around = await fixture(html`<section lang="ar"><test-locale-host></test-locale-host></section>`);
    const host = around.querySelector<LocaleHost>('test-locale-host');
    if (!host) throw new Error('no host');
    around.setAttribute('lang', 'en');
    await new Promise(requestAnimationFrame);
    await loaded(host);
    expect([textOf(host), host.words.direction]).to.deep.equal([connection.checkNow, 'ltr']);
    around.setAttribute('lang', 'ar');
    await new Promise(requestAnimationFrame);
    await loaded(host);
    expect([textOf(host), host.words.direction]).to.deep.equal([arabic.checkNow, 'rtl']);
  });

  it('skips languages without texts', async () => {
    const around = await fixture(
      html`<div lang="ar"><test-locale-host locale="fr"></test-locale-host></div>`,
    );
    const host = around.querySelector<LocaleHost>('test-locale-host');
    if (!host) throw new Error('no host');
    await loaded(host);
    expect(textOf(host)).to.equal(arabic.checkNow);
  });

  it('shows English while a download that failed is retried, then the language', async () => {
    const host = new LocaleHost();
    host.failures = 1;
    host.locale = 'ar';
    document.body.append(host);
    await loaded(host);
    expect(textOf(host)).to.equal(connection.checkNow);
    await host.clock.advance(2000);
    await settle();
    while (textOf(host) !== arabic.checkNow) await new Promise(requestAnimationFrame);
    expect(host.problems).to.deep.equal([]);
    host.remove();
  });

  it('reports script-unreachable with the file and the cause after the third failure', async () => {
    const host = new LocaleHost();
    host.failures = 3;
    host.locale = 'ur';
    document.body.append(host);
    await loaded(host);
    await host.clock.advance(2000);
    await host.clock.advance(4000);
    await settle();
    expect(host.problems).to.deep.equal([
      {
        code: 'script-unreachable',
        message: 'Could not load ur.js; retrying.',
        retryable: true,
        cause: OFFLINE,
      },
    ]);
    host.remove();
  });
});
