import {expect, fixture, html} from '@open-wc/testing';
import {CODE, createInput, details, scans} from '../support/scan-field.js';
import {FakeScanner, keyEvent, pasteInto} from '../support/scanner.js';

describe('<payby-scan-input>: a paste while nothing editable has the focus', () => {
  beforeEach(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });

  for (const attributes of [{length: '19'}, {pattern: '[0-9A-Z]{19}'}])
    it(`is taken when it satisfies ${Object.keys(attributes).join()}`, async () => {
      const scan = await createInput();
      for (const [name, value] of Object.entries(attributes)) scan.setAttribute(name, value);
      await scan.updateComplete;
      const caught = scans(scan);
      pasteInto(document.body, `${CODE}\n`);
      expect(caught.map(({detail: {code, source, keys}}) => [code, source, keys])).to.deep.equal([
        [CODE, 'paste', 0],
      ]);
    });

  it('is ignored when it does not satisfy the pattern', async () => {
    const scan = await createInput(html`<payby-scan-input pattern="[0-9A-Z]{19}"></payby-scan-input>`);
    const caught = scans(scan);
    const rejected = details(scan, 'payby-scan-reject');
    pasteInto(document.body, 'a shopping list');
    expect([caught, rejected]).to.deep.equal([[], []]);
  });

  it('is ignored when the page has not said what its codes look like', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    pasteInto(document.body, CODE);
    expect(caught).to.deep.equal([]);
  });

  it('is left to the page in another field, an editor and a password, and without capture="page"', async () => {
    const scan = await createInput(html`<payby-scan-input length="19"></payby-scan-input>`);
    const caught = scans(scan);
    const place = await fixture<HTMLElement>(
      html`<div>
        <input /><textarea></textarea><input type="password" />
        <p contenteditable="true"></p>
      </div>`,
    );
    for (const target of place.children) {
      (target as HTMLElement).focus();
      pasteInto(target, CODE);
    }
    (document.activeElement as HTMLElement).blur();
    for (const capture of ['focus', 'off'] as const) {
      scan.capture = capture;
      await scan.updateComplete;
      pasteInto(document.body, CODE);
    }
    expect(caught).to.deep.equal([]);
  });

  it('does not press the focused button with the Enter that follows', async () => {
    await createInput(html`<payby-scan-input length="19"></payby-scan-input>`);
    const button = await fixture<HTMLButtonElement>(html`<button>Pay</button>`);
    button.focus();
    new FakeScanner().pause();
    pasteInto(button, CODE);
    expect(button.dispatchEvent(keyEvent('keydown', 'Enter', performance.now()))).to.equal(false);
    expect(button.dispatchEvent(keyEvent('keydown', 'Enter', performance.now() + 5000))).to.equal(true);
  });
});
