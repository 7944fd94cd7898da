import {aTimeout, expect, fixture, html, waitUntil} from '@open-wc/testing';
import {
  CODE,
  createInput,
  details,
  errorOf,
  NEXT_CODE,
  scans,
  shown,
  stateOf,
} from '../support/scan-field.js';
import {deepFocus, FakeScanner} from '../support/scanner.js';

describe('<payby-scan-input>: focus()', () => {
  it('focuses the field before the first render', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const scan = document.createElement('payby-scan-input');
    place.append(scan);
    scan.focus();
    expect(document.activeElement).to.equal(scan);
    expect(deepFocus().localName).to.equal('input');
    await shown(scan);
    expect(stateOf(scan)).to.equal('armed');
    expect(document.activeElement).to.equal(scan);
  });

  it('does nothing before the element is on the page', () => {
    const scan = document.createElement('payby-scan-input');
    scan.focus();
    expect(scan.hasUpdated).to.equal(false);
  });
});

describe('<payby-scan-input>: busy-timeout', () => {
  const markup = html`<payby-scan-input busy-timeout="30"></payby-scan-input>`;

  it('is 60 s', async () => {
    expect((await createInput()).busyTimeout).to.equal(60_000);
  });

  it('releases the field with words when waitUntil never settles, and accepts the next scan', async () => {
    const scan = await createInput(markup);
    const caught = scans(scan, (event) => event.waitUntil(new Promise(() => undefined)));
    const scanner = new FakeScanner();
    scanner.scan(CODE);
    expect(scan.busy).to.equal(true);
    await waitUntil(() => !scan.busy, 'released', {timeout: 8000});
    await shown(scan);
    expect([stateOf(scan), scan.value]).to.deep.equal(['armed', '']);
    expect(errorOf(scan)).to.equal(
      'No answer yet. Check whether the customer was charged before you scan again.',
    );
    scanner.scan(NEXT_CODE);
    expect(caught).to.have.length(2);
    scan.release();
  });

  it('does not accept the code when the answer comes later', async () => {
    const scan = await createInput(markup);
    let answer: (value?: unknown) => void = () => undefined;
    scans(scan, (event) => event.waitUntil(new Promise((resolve) => (answer = resolve))));
    new FakeScanner().scan(CODE);
    await waitUntil(() => !scan.busy, 'released', {timeout: 8000});
    answer();
    await shown(scan);
    expect([scan.value, stateOf(scan)]).to.deep.equal(['', 'armed']);
  });

  it('does not touch the field after its answer has come', async () => {
    const scan = await createInput(markup);
    scans(scan, (event) => event.waitUntil(Promise.resolve()));
    new FakeScanner().scan(CODE);
    await shown(scan);
    await aTimeout(60); // twice busy-timeout
    await shown(scan);
    expect([scan.value, errorOf(scan), stateOf(scan)]).to.deep.equal([CODE, '', 'accepted']);
  });
});

describe('<payby-scan-input>: leaked keys', () => {
  it('reports how many of a scan’s keys reached the page', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const leaked = new FakeScanner().scan(CODE, {to: document.body});
    expect(caught.map(({detail}) => detail.leaked)).to.deep.equal([leaked.length]);
    expect(leaked.length).to.be.within(1, 4);
  });

  it('dispatches payby-scan-leak before an accepted, refused or ignored scan', async () => {
    const scan = await createInput();
    const order: string[] = [];
    for (const name of ['payby-scan-leak', 'payby-scan', 'payby-scan-reject', 'payby-scan-ignore'])
      scan.addEventListener(name, () => order.push(name));
    const leaks = details(scan, 'payby-scan-leak');
    const scanner = new FakeScanner();
    scanner.scan(CODE, {to: document.body});
    scanner.scan(CODE, {to: document.body});
    scanner.scan('2000790', {to: document.body});
    expect(order).to.deep.equal([
      'payby-scan-leak',
      'payby-scan',
      'payby-scan-leak',
      'payby-scan-ignore',
      'payby-scan-leak',
      'payby-scan-reject',
    ]);
    expect(leaks.map((leak) => (leak as {leaked: number}).leaked)).to.deep.equal([3, 3, 3]);
  });

  it('lets a page with key listeners of its own take back what the first keys did', async () => {
    const scan = await createInput();
    let amount = '7';
    const keys: {amount: string; timeStamp: number}[] = [];
    const listen = ({key, timeStamp}: KeyboardEvent): void => {
      if (key.length !== 1) return;
      keys.push({amount, timeStamp});
      if (/\d/.test(key)) amount += key;
    };
    document.addEventListener('keydown', listen);
    scan.addEventListener('payby-scan-leak', ({detail}) => {
      amount = keys.find(({timeStamp}) => timeStamp >= detail.startedAt)?.amount ?? amount;
    });
    new FakeScanner().scan(CODE, {to: document.body});
    document.removeEventListener('keydown', listen);
    expect(amount).to.equal('7');
  });

  it('dispatches no payby-scan-leak when the scanner sends a prefix', async () => {
    const scan = await createInput(html`<payby-scan-input prefix="~"></payby-scan-input>`);
    const leaks = details(scan, 'payby-scan-leak');
    const caught = scans(scan);
    new FakeScanner().scan(`~${CODE}`, {to: document.body});
    expect([caught.map(({detail}) => detail.leaked), leaks]).to.deep.equal([[0], []]);
  });
});
