import {expect, fixture, html} from '@open-wc/testing';
import {CODE, field, createInput, scans, shown} from '../support/scan-field.js';
import {FakeScanner} from '../support/scanner.js';

describe('advice for a shop about its scanner', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });

  it('comes with the next scan, which is nobody’s payment, and without its code', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const asked = scan.diagnose();
    scanner.scan(CODE, {to: document.body, gap: 12});
    const report = await asked;
    expect(caught).to.have.length(0);
    expect(report).to.include({isRecognised: true, keys: 19, suffix: 'Enter'});
    expect(report.medianGap).to.be.closeTo(12, 0.1);
    expect(report.advice).to.deep.equal([]);
    expect(JSON.stringify(report)).not.to.contain(CODE.slice(0, 8));
    scanner.scan(CODE, {to: document.body});
    expect(caught).to.have.length(1);
  });

  it('says in the language of the field that nothing arrived', async () => {
    const scan = await createInput(html`<payby-scan-input lang="en"></payby-scan-input>`);
    const {isRecognised, keys, advice} = await scan.diagnose({timeout: 1});
    expect([isRecognised, keys]).to.deep.equal([false, 0]);
    expect(advice.map(({code}) => code)).to.deep.equal(['nothing']);
    expect(advice[0]?.text).to.contain('Nothing arrived.');
  });

  it('is there for a person who types, too', async () => {
    const scan = await createInput();
    scan.focus();
    const asked = scan.diagnose({timeout: 1});
    scanner.type('12345678');
    const {isRecognised, advice} = await asked;
    expect(isRecognised).to.equal(false);
    expect(advice).to.have.length(1);
  });

  it('may be asked for before anything of the field is there', async () => {
    const scan = document.createElement('payby-scan-input');
    const asked = scan.diagnose({timeout: 1});
    (await fixture<HTMLElement>(html`<div></div>`)).append(scan);
    expect((await asked).isRecognised).to.equal(false);
  });

  it('ends with its field', async () => {
    const scan = await createInput();
    const asked = scan.diagnose({timeout: 1e6});
    scan.remove();
    expect((await asked).isRecognised).to.equal(false);
  });
});

describe('a frame in the page', () => {
  it('is heard where the page wants that', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const frame = await fixture<HTMLIFrameElement>(
      html`<iframe title="Till" srcdoc="&lt;input&gt;"></iframe>`,
    );
    if (frame.contentDocument?.readyState !== 'complete' || !frame.contentDocument.querySelector('input'))
      await new Promise((loaded) => frame.addEventListener('load', loaded, {once: true}));
    const inside = frame.contentDocument?.body ?? document.body;
    const scanner = new FakeScanner();
    scanner.scan(CODE, {to: inside});
    expect(caught).to.have.length(0);
    scan.addFrame(frame);
    scanner.scan(CODE, {to: inside});
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
  });

  it('of nobody, or of another origin, is a mistake that is told at once', async () => {
    const scan = await createInput();
    expect(() => {
      scan.addFrame(document.createElement('iframe'));
    }).to.throw(TypeError, 'addFrame');
  });
});

describe('a till that keeps the focus', () => {
  it('is where the keys go again, a while after everything is quiet', async () => {
    const scan = await createInput(html`<payby-scan-input keep-focus="idle"></payby-scan-input>`);
    field(scan).blur();
    await shown(scan);
    expect(document.activeElement).not.to.equal(scan);
    for (let i = 0; i < 300 && document.activeElement !== scan; i++) await new Promise(requestAnimationFrame);
    expect(scan.shadowRoot?.activeElement).to.equal(field(scan));
    expect(field(scan).inputMode).to.equal('none');
  });
});
