import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/payby-scan-input.js';
import type {PaybyScanInput} from '../../src/elements/payby-scan-input.js';
import type {PaybyScanEvent} from '../../src/events/scan-events.js';

const CODE = '20007900T400690098F';

const scanner = (
  attributes = html`<payby-scan-input lang="en"></payby-scan-input>`,
): Promise<PaybyScanInput> => fixture<PaybyScanInput>(attributes);
const within = (place: Element): PaybyScanInput => {
  const scan = place.querySelector('payby-scan-input');
  if (!scan) throw new Error('there is no scan input');
  return scan;
};
const field = (scan: PaybyScanInput): HTMLInputElement =>
  scan.shadowRoot?.querySelector('input') ?? document.createElement('input');
const statusOf = (scan: PaybyScanInput): string =>
  scan.shadowRoot?.querySelector('[part~="status"]')?.textContent ?? '';
const errorOf = (scan: PaybyScanInput): string =>
  scan.shadowRoot?.querySelector('[part~="error"]')?.textContent ?? '';

/** Counts the scans of an element. */
function scans(
  scan: PaybyScanInput,
  respond: (event: PaybyScanEvent) => void = () => undefined,
): PaybyScanEvent[] {
  const caught: PaybyScanEvent[] = [];
  scan.addEventListener('payby-scan', (event) => {
    caught.push(event);
    respond(event);
  });
  return caught;
}
async function shoot(scan: PaybyScanInput, code: string): Promise<void> {
  scan.focus();
  await sendKeys({type: code});
  await sendKeys({press: 'Enter'});
  await scan.updateComplete;
}

describe('<payby-scan-input>', () => {
  it('takes what is typed up to Enter for a scan', async () => {
    const scan = await scanner();
    const caught = scans(scan);
    await shoot(scan, CODE);
    expect(caught).to.have.length(1);
    expect(caught[0]?.detail.code).to.equal(CODE);
    expect(caught[0]?.detail).to.include({source: 'wedge', trusted: true, suffix: 'Enter', keys: 19});
    expect(caught[0]?.detail.medianGap).to.be.a('number');
    expect(scan.value).to.equal(CODE);
    expect(scan.matches(':state(accepted)')).to.equal(true);
  });

  it('shows, prints and keeps no more than the last four characters', async () => {
    const scan = await scanner();
    const caught = scans(scan);
    await shoot(scan, CODE);
    const all = [
      JSON.stringify(caught[0]?.detail),
      String(caught[0]?.detail),
      scan.outerHTML,
      scan.shadowRoot?.innerHTML ?? '',
      field(scan).value,
    ];
    for (const text of all) expect(text).not.to.contain(CODE.slice(0, 15));
    expect(field(scan).value).to.equal('•••• 098F');
  });

  it('says whether a scan will land', async () => {
    const scan = await scanner();
    expect([scan.matches(':state(blind)'), statusOf(scan)]).to.deep.equal([true, 'Tap here before you scan']);
    scan.focus();
    await scan.updateComplete;
    expect([scan.matches(':state(armed)'), statusOf(scan)]).to.deep.equal([true, 'Ready to scan']);
    field(scan).blur();
    await scan.updateComplete;
    expect(scan.matches(':state(blind)')).to.equal(true);
  });

  it('is busy while the page waits, ignores scans meanwhile, and then accepts', async () => {
    const scan = await scanner();
    let placed: (value?: unknown) => void = () => undefined;
    const caught = scans(scan, (event) => {
      event.waitUntil(new Promise((resolve) => (placed = resolve)));
    });
    const ignored: unknown[] = [];
    scan.addEventListener('payby-scan-ignore', ({detail}) => ignored.push(detail));
    await shoot(scan, CODE);
    expect([scan.busy, scan.hasAttribute('busy'), scan.matches(':state(busy)')]).to.deep.equal([
      true,
      true,
      true,
    ]);
    await shoot(scan, '20007900T400690099G');
    expect([caught.length, ignored]).to.deep.equal([1, [{reason: 'busy'}]]);
    placed();
    await new Promise(requestAnimationFrame);
    await scan.updateComplete;
    expect([scan.busy, scan.value, scan.matches(':state(accepted)')]).to.deep.equal([false, CODE, true]);
  });

  it('shows the words of a refusal and takes the next code', async () => {
    const scan = await scanner();
    let count = 0;
    const caught = scans(scan, (event) => {
      event.waitUntil(
        ++count === 1 ? Promise.reject(new Error('This code has expired.')) : Promise.resolve(),
      );
    });
    await shoot(scan, CODE);
    await new Promise(requestAnimationFrame);
    expect([errorOf(scan), scan.value, scan.matches(':state(rejected)')]).to.deep.equal([
      'This code has expired.',
      '',
      true,
    ]);
    await shoot(scan, '20007900T400690099G');
    await new Promise(requestAnimationFrame);
    expect([caught.length, scan.value, errorOf(scan)]).to.deep.equal([2, '20007900T400690099G', '']);
  });

  it('refuses a code that the page prevents', async () => {
    const scan = await scanner();
    scans(scan, (event) => {
      event.preventDefault();
    });
    await shoot(scan, CODE);
    expect([scan.value, scan.matches(':state(rejected)'), errorOf(scan) !== '']).to.deep.equal([
      '',
      true,
      true,
    ]);
  });

  const refused: [string, string, string][] = [
    ['1234567', 'too-short', 'This code is too short. Scan the code in the customer’s app.'],
    ['not-a-code-of-ours', 'pattern', 'This is not a payment code. Scan the code in the customer’s app.'],
  ];
  for (const [code, reason, words] of refused) {
    it(`refuses ${code} as ${reason}, without repeating it`, async () => {
      const scan = await scanner(html`<payby-scan-input lang="en" pattern="[0-9A-Z]+"></payby-scan-input>`);
      const caught = scans(scan);
      const rejected: unknown[] = [];
      scan.addEventListener('payby-scan-reject', ({detail}) => rejected.push(detail));
      await shoot(scan, code);
      expect(caught).to.have.length(0);
      expect(rejected).to.deep.equal([{reason, length: code.length}]);
      expect(errorOf(scan)).to.equal(words);
    });
  }

  it('replaces the last code by the next one', async () => {
    const scan = await scanner();
    const caught = scans(scan);
    await shoot(scan, CODE);
    await shoot(scan, '20007900T400690099G');
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE, '20007900T400690099G']);
  });

  it('takes nothing for a second Enter', async () => {
    const scan = await scanner();
    const caught = scans(scan);
    await shoot(scan, CODE);
    await sendKeys({press: 'Enter'});
    expect(caught).to.have.length(1);
  });

  it('never submits the form by Enter, and is part of it', async () => {
    const form = await fixture<HTMLFormElement>(html`
      <form>
        <payby-scan-input name="code" required></payby-scan-input>
        <button>Pay</button>
      </form>
    `);
    let submits = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submits++;
    });
    const scan = within(form);
    expect([form.checkValidity(), scan.validity.valueMissing, scan.form]).to.deep.equal([false, true, form]);
    await shoot(scan, CODE);
    expect(submits).to.equal(0);
    expect([form.checkValidity(), new FormData(form).get('code')]).to.deep.equal([true, CODE]);
    form.reset();
    await scan.updateComplete;
    expect([scan.value, field(scan).value, new FormData(form).get('code')]).to.deep.equal(['', '', '']);
  });

  it('is off in a disabled fieldset', async () => {
    const set = await fixture(html`<fieldset disabled><payby-scan-input></payby-scan-input></fieldset>`);
    const scan = within(set);
    await scan.updateComplete;
    expect(field(scan).disabled).to.equal(true);
  });

  it('is ready for the next customer after release', async () => {
    const scan = await scanner();
    scans(scan, (event) => {
      event.waitUntil(new Promise(() => undefined));
    });
    await shoot(scan, CODE);
    scan.release();
    await scan.updateComplete;
    expect([scan.busy, scan.value, scan.matches(':state(armed)')]).to.deep.equal([false, '', true]);
  });

  it('does not take the answer about a released code for one about the next', async () => {
    const scan = await scanner();
    const answers: ((value?: unknown) => void)[] = [];
    scans(scan, (event) => {
      event.waitUntil(new Promise((resolve) => answers.push(resolve)));
    });
    await shoot(scan, CODE);
    scan.release();
    await scan.updateComplete;
    await shoot(scan, '20007900T400690099G');
    answers[0]?.();
    await new Promise(requestAnimationFrame);
    expect([scan.busy, scan.value]).to.deep.equal([true, '']);
    answers[1]?.();
    await new Promise(requestAnimationFrame);
    expect([scan.busy, scan.value]).to.deep.equal([false, '20007900T400690099G']);
  });

  it('reads codes from left to right on an Arabic page', async () => {
    const scan = await scanner(html`<payby-scan-input locale="ar"></payby-scan-input>`);
    const base = scan.shadowRoot?.querySelector<HTMLElement>('[part~="base"]');
    expect([base?.dir, field(scan).dir]).to.deep.equal(['rtl', 'ltr']);
  });

  it('is accessible, also when it refuses', async () => {
    const scan = await scanner();
    await expect(scan).to.be.accessible();
    await shoot(scan, '12');
    await expect(scan).to.be.accessible();
  });
});
