import {expect, fixture, html} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import {
  CODE,
  details,
  field,
  partOf,
  createInput,
  scans,
  shown,
  stateOf,
  within,
} from '../support/scan-field.js';
import {FakeScanner} from '../support/scanner.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';

const inForm = async (
  markup: TemplateResult = html`<payby-scan-input name="code" lang="en" required></payby-scan-input>`,
): Promise<{form: HTMLFormElement; scan: PaybyScanInput; submits: () => number}> => {
  const form = await fixture<HTMLFormElement>(html`<form method="post">${markup}<button>Pay</button></form>`);
  let count = 0;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    count++;
  });
  const scan = within(form);
  await scan.updateComplete;
  return {form, scan, submits: () => count};
};

describe('<payby-scan-input>: form', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });

  it('submits its value under its name and is invalid without one when required', async () => {
    const {form, scan} = await inForm();
    expect([form.checkValidity(), scan.validity.valueMissing, scan.form === form]).to.deep.equal([
      false,
      true,
      true,
    ]);
    expect(scan.validationMessage).to.equal('Scan the customer’s code.');
    expect([...new FormData(form)]).to.deep.equal([['code', '']]);
    scanner.scan(CODE);
    expect([form.checkValidity(), ...new FormData(form)]).to.deep.equal([true, ['code', CODE]]);
  });

  it('dispatches input and change for a scan, and not for typing', async () => {
    const {form, scan} = await inForm();
    const dispatched: string[] = [];
    for (const name of ['input', 'change'])
      form.addEventListener(name, ({target, type}) =>
        dispatched.push(`${type} ${String(target === scan)} ${scan.value}`),
      );
    scan.focus();
    scanner.type('123');
    expect(dispatched).to.deep.equal([]);
    scanner.scan(CODE);
    expect(dispatched).to.deep.equal([`input true ${CODE}`, `change true ${CODE}`]);
  });

  it('does not submit the form on a scanner’s Enter', async () => {
    const {scan, submits} = await inForm();
    scan.focus();
    scanner.scan(CODE);
    scanner.scan(CODE, {suffix: ['Enter', 'Enter']});
    expect(submits()).to.equal(0);
  });

  it('submits the form when the code is accepted and submit-on-scan is set', async () => {
    const {form, scan, submits} = await inForm(
      html`<payby-scan-input name="code" required submit-on-scan></payby-scan-input>`,
    );
    let placed: (value?: unknown) => void = () => undefined;
    scans(scan, (event) => event.waitUntil(new Promise((resolve) => (placed = resolve))));
    scanner.scan(CODE);
    await shown(scan);
    expect(submits()).to.equal(0);
    placed();
    await shown(scan);
    expect([submits(), new FormData(form).get('code')]).to.deep.equal([1, CODE]);
  });

  it('does not submit the form when the code is refused', async () => {
    const {scan, submits} = await inForm(
      html`<payby-scan-input name="code" submit-on-scan></payby-scan-input>`,
    );
    scans(scan, (event) => event.waitUntil(Promise.reject(new Error('no'))));
    scanner.scan(CODE);
    await shown(scan);
    expect(submits()).to.equal(0);
  });

  it('clears value, busy and duplicates when the form is reset', async () => {
    const {form, scan} = await inForm();
    const caught = scans(scan, (event) => event.waitUntil(new Promise(() => undefined)));
    scanner.scan(CODE);
    await shown(scan);
    form.reset();
    await shown(scan);
    expect([scan.value, field(scan).value, scan.busy, new FormData(form).get('code')]).to.deep.equal([
      '',
      '',
      false,
      '',
    ]);
    scanner.scan(CODE);
    expect(caught).to.have.length(2);
  });

  it('is disabled in a disabled fieldset', async () => {
    const form = await fixture<HTMLFormElement>(html`
      <form method="post">
        <fieldset disabled><payby-scan-input name="code"></payby-scan-input></fieldset>
      </form>
    `);
    const scan = within(form);
    await scan.updateComplete;
    const caught = scans(scan);
    scanner.scan(CODE, {to: document.body});
    expect([
      caught.length,
      field(scan).disabled,
      stateOf(scan),
      [...new FormData(form)].length,
    ]).to.deep.equal([0, true, 'blind', 0]);
    form.querySelector('fieldset')?.toggleAttribute('disabled', false);
    await shown(scan);
    scanner.scan(CODE, {to: document.body});
    expect([caught.length, field(scan).disabled, stateOf(scan)]).to.deep.equal([1, false, 'armed']);
  });

  it('shows its value and accepts neither scans nor typing when readonly', async () => {
    const scan = await createInput(html`<payby-scan-input readonly></payby-scan-input>`);
    const caught = scans(scan);
    scan.value = CODE;
    await shown(scan);
    scan.focus();
    scanner.scan('20007900T400690099G');
    scanner.type('1', {suffix: ['Enter']});
    await shown(scan);
    expect([caught.length, scan.value, field(scan).value, stateOf(scan)]).to.deep.equal([
      0,
      CODE,
      '•••• 098F',
      'blind',
    ]);
  });

  it('shows the message of setCustomValidity before its own', async () => {
    const {form, scan} = await inForm();
    scan.setCustomValidity('Ask the customer for a new code.');
    expect([scan.checkValidity(), scan.validity.customError, scan.validationMessage]).to.deep.equal([
      false,
      true,
      'Ask the customer for a new code.',
    ]);
    scan.setCustomValidity('');
    scanner.scan(CODE);
    expect([form.checkValidity(), scan.validationMessage]).to.deep.equal([true, '']);
  });

  it('is invalid with a value that cannot be a code and with a draft', async () => {
    const {scan} = await inForm(html`<payby-scan-input lang="en" pattern="[0-9A-Z]+"></payby-scan-input>`);
    const wrong: [string, keyof ValidityState][] = [
      ['123', 'tooShort'],
      ['not-a-code', 'patternMismatch'],
      ['1'.repeat(129), 'tooLong'],
    ];
    for (const [value, flag] of wrong) {
      scan.value = value;
      expect([flag, scan.validity[flag], scan.checkValidity()]).to.deep.equal([flag, true, false]);
    }
    scan.value = '';
    expect(scan.checkValidity()).to.equal(true);
    scan.focus();
    scanner.type('1');
    expect([scan.validity.badInput, scan.validationMessage]).to.deep.equal([
      true,
      'Press Enter to use the code you typed.',
    ]);
  });

  it('is focused when the form cannot be submitted without its value', async () => {
    const {form, scan} = await inForm();
    form.requestSubmit();
    expect(scan.shadowRoot?.activeElement).to.equal(field(scan));
  });

  it('is focused by a click on its label and named by it', async () => {
    const place = await fixture(html`
      <div><label for="scan">Code of the customer</label><payby-scan-input id="scan"></payby-scan-input></div>
    `);
    const scan = within(place);
    await scan.updateComplete;
    place.querySelector('label')?.click();
    await shown(scan);
    expect(document.activeElement).to.equal(scan);
    expect(field(scan).getAttribute('aria-label')).to.equal('Code of the customer');
    expect(partOf(scan, 'label').offsetHeight).to.equal(0);
    await expect(scan).to.be.accessible();
  });

  it('clears its value when the page is left', async () => {
    const {form, scan} = await inForm();
    const answers: ((value?: unknown) => void)[] = [];
    scanner.scan(CODE);
    await shown(scan);
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    await shown(scan);
    expect([scan.value, field(scan).value, new FormData(form).get('code')]).to.deep.equal(['', '', '']);
    scans(scan, (event) => event.waitUntil(new Promise((resolve) => answers.push(resolve))));
    scanner.scan(CODE);
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    answers[0]?.();
    await shown(scan);
    expect([scan.value, scan.busy]).to.deep.equal(['', false]);
  });

  it('warns once about a form with method=get', async () => {
    const warnings: string[] = [];
    const {warn} = console;
    console.warn = (message: string) => warnings.push(message);
    try {
      const form = await fixture(
        html`<form method="get"><payby-scan-input name="code"></payby-scan-input></form>`,
      );
      const scan = within(form);
      await scan.updateComplete;
      scan.required = true;
      await shown(scan);
      await inForm();
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('method="post"');
  });

  it('uses the default for an invalid attribute and warns once', async () => {
    const warnings: string[] = [];
    const {warn} = console;
    console.warn = (message: string) => warnings.push(message);
    try {
      const scan = await createInput(
        html`<payby-scan-input capture="everywhere" dedupe="soon"></payby-scan-input>`,
      );
      scan.required = true;
      await shown(scan);
      const caught = details(scan, 'payby-scan');
      scanner.scan(CODE, {to: document.body});
      scanner.scan(CODE, {to: document.body});
      expect(caught).to.have.length(1);
    } finally {
      console.warn = warn;
    }
    expect(warnings).to.deep.equal([
      'payby-scan-input: Invalid capture attribute: expected page, focus or off. Using page.',
      'payby-scan-input: Invalid dedupe attribute: expected a number. Using 5000.',
    ]);
  });
});
