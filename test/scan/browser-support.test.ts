import {expect, fixture, html} from '@open-wc/testing';
import {CODE, field, createInput, scans, shown} from '../support/scan-field.js';
import {FakeScanner} from '../support/scanner.js';

describe('<payby-scan-input>: diagnose()', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });

  it('resolves with the next scan, without its code, and does not dispatch it', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const pending = scan.diagnose();
    scanner.scan(CODE, {to: document.body, gap: 12});
    const report = await pending;
    expect(caught).to.have.length(0);
    expect(report).to.include({isRecognised: true, keys: 19, suffix: 'Enter'});
    expect(report.medianGap).to.be.closeTo(12, 0.1);
    expect(report.advice).to.deep.equal([]);
    expect(JSON.stringify(report)).not.to.contain(CODE.slice(0, 8));
    scanner.scan(CODE, {to: document.body});
    expect(caught).to.have.length(1);
  });

  it('resolves after the timeout with advice in the element’s language', async () => {
    const scan = await createInput(html`<payby-scan-input lang="en"></payby-scan-input>`);
    const {isRecognised, keys, advice} = await scan.diagnose({timeout: 1});
    expect([isRecognised, keys]).to.deep.equal([false, 0]);
    expect(advice.map(({code}) => code)).to.deep.equal(['nothing']);
    expect(advice[0]?.text).to.contain('Nothing arrived.');
  });

  it('gives advice when a person types', async () => {
    const scan = await createInput();
    scan.focus();
    const pending = scan.diagnose({timeout: 1});
    scanner.type('12345678');
    const {isRecognised, advice} = await pending;
    expect(isRecognised).to.equal(false);
    expect(advice).to.have.length(1);
  });

  it('can be called before the element is connected', async () => {
    const scan = document.createElement('payby-scan-input');
    const pending = scan.diagnose({timeout: 1});
    (await fixture<HTMLElement>(html`<div></div>`)).append(scan);
    expect((await pending).isRecognised).to.equal(false);
  });

  it('resolves when the element is removed', async () => {
    const scan = await createInput();
    const pending = scan.diagnose({timeout: 1e6});
    scan.remove();
    expect((await pending).isRecognised).to.equal(false);
  });
});

describe('<payby-scan-input>: addFrame()', () => {
  /** A frame with a field, and its page. */
  async function till(): Promise<{frame: HTMLIFrameElement; page: Window; inside: Element}> {
    const frame = await fixture<HTMLIFrameElement>(
      html`<iframe title="Till" srcdoc="&lt;input&gt;"></iframe>`,
    );
    if (frame.contentDocument?.readyState !== 'complete' || !frame.contentDocument.querySelector('input'))
      await new Promise((loaded) => frame.addEventListener('load', loaded, {once: true}));
    return {frame, page: frame.contentWindow ?? window, inside: frame.contentDocument?.body ?? document.body};
  }

  it('receives scans in the frame', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const {frame, inside} = await till();
    const scanner = new FakeScanner();
    scanner.scan(CODE, {to: inside});
    expect(caught).to.have.length(0);
    scan.addFrame(frame);
    scanner.scan(CODE, {to: inside});
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
  });

  it('receives scans in a frame that does not say when it was opened (Safari before 15)', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const {frame, page, inside} = await till();
    Object.defineProperty(page.performance, 'timeOrigin', {value: undefined});
    scan.addFrame(frame);
    new FakeScanner().scan(CODE, {to: inside});
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
  });

  it('throws a TypeError for a frame that is not on the page', async () => {
    const scan = await createInput();
    expect(() => {
      scan.addFrame(document.createElement('iframe'));
    }).to.throw(TypeError, 'addFrame');
  });
});

describe('<payby-scan-input>: keep-focus', () => {
  it('takes the focus back when nothing else uses it', async () => {
    const scan = await createInput(html`<payby-scan-input keep-focus="idle"></payby-scan-input>`);
    field(scan).blur();
    await shown(scan);
    expect(document.activeElement).not.to.equal(scan);
    for (let i = 0; i < 300 && document.activeElement !== scan; i++) await new Promise(requestAnimationFrame);
    expect(scan.shadowRoot?.activeElement).to.equal(field(scan));
    expect(field(scan).inputMode).to.equal('none');
  });
});
