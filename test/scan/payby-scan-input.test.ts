import {expect, fixture, html} from '@open-wc/testing';
import {
  CODE,
  details,
  errorOf,
  field,
  NEXT_CODE,
  partOf,
  createInput,
  scans,
  shown,
  stateOf,
  within,
  statusOf,
} from '../support/scan-field.js';
import {deepFocus, FakeScanner} from '../support/scanner.js';
import {waitUntil} from '../support/wait-until.js';

describe('<payby-scan-input>', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });

  it('receives a scan wherever the focus is and prevents its Enter', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const leaked = scanner.scan(CODE, {to: document.body});
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
    expect(caught[0]?.detail).to.include({source: 'wedge', trusted: false, suffix: 'Enter', keys: 19});
    expect(caught[0]?.detail.medianGap).to.be.closeTo(8, 0.01);
    expect(leaked).not.to.include('Enter');
    await shown(scan);
    expect([scan.value, stateOf(scan)]).to.deep.equal([CODE, 'accepted']);
  });

  it('receives a scan into its own field and shows it masked', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.focus();
    scanner.scan(CODE);
    await shown(scan);
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
    expect([field(scan).value, stateOf(scan)]).to.deep.equal(['•••• 098F', 'accepted']);
  });

  it('is armed or blind, depending on whether a scan would be received', async () => {
    const scan = await createInput();
    expect([stateOf(scan), statusOf(scan)]).to.deep.equal(['armed', 'Ready to scan']);
    scan.capture = 'focus';
    await shown(scan);
    field(scan).blur();
    await shown(scan);
    expect([stateOf(scan), statusOf(scan)]).to.deep.equal(['blind', 'Tap here before you scan']);
    scan.focus();
    await shown(scan);
    expect([stateOf(scan), statusOf(scan)]).to.deep.equal(['armed', 'Ready to scan']);
  });

  it('receives a scan in the task in which it is connected', async () => {
    const scan = document.createElement('payby-scan-input');
    scan.lang = 'en';
    const caught = scans(scan);
    const states = details(scan, 'payby-scan-state');
    const place = await fixture<HTMLElement>(html`<div></div>`);
    place.append(scan);
    scanner.scan(CODE, {to: document.body});
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
    await scan.updateComplete;
    expect({state: stateOf(scan), value: scan.value}).to.deep.equal({state: 'accepted', value: CODE});
    expect(states).to.deep.equal([{state: 'accepted'}]);
  });

  it('is armed when it is first rendered', async () => {
    const scan = document.createElement('payby-scan-input');
    const place = await fixture<HTMLElement>(html`<div></div>`);
    place.append(scan);
    await scan.updateComplete;
    expect(partOf(scan, 'base').classList.contains('armed')).to.equal(true);
    expect(stateOf(scan)).to.equal('armed');
  });

  it('is blind from its first rendering when capture is off', async () => {
    const place = document.createElement('div');
    place.innerHTML = '<payby-scan-input capture="off" lang="en"></payby-scan-input>';
    const scan = within(place);
    const states = details(scan, 'payby-scan-state');
    (await fixture<HTMLElement>(html`<div></div>`)).append(place);
    await shown(scan);
    expect({state: stateOf(scan), status: statusOf(scan), states}).to.deep.equal({
      state: 'blind',
      status: 'Not scanning',
      states: [],
    });
  });

  it('delays simulate() until it is rendered', async () => {
    const scan = document.createElement('payby-scan-input');
    const caught = scans(scan);
    (await fixture<HTMLElement>(html`<div></div>`)).append(scan);
    scan.simulate(CODE);
    await scan.updateComplete;
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
  });

  it('is blind while it is disabled and while a frame has the focus', async () => {
    const place = await fixture<HTMLElement>(
      html`<div><payby-scan-input lang="en"></payby-scan-input></div>`,
    );
    const scan = within(place);
    const states = details(scan, 'payby-scan-state');
    await shown(scan);
    scan.disabled = true;
    await shown(scan);
    expect([stateOf(scan), statusOf(scan)]).to.deep.equal(['blind', 'Not scanning']);
    scan.disabled = false;
    await shown(scan);
    const frame = document.createElement('iframe');
    place.append(frame);
    frame.focus();
    await shown(scan);
    expect([stateOf(scan), statusOf(scan)]).to.deep.equal(['blind', 'Tap here before you scan']);
    window.focus();
    frame.remove();
    expect(states.slice(0, 3)).to.deep.equal([{state: 'blind'}, {state: 'armed'}, {state: 'blind'}]);
  });

  it('is busy and ignores scans until the promise given to waitUntil settles', async () => {
    const scan = await createInput();
    let placed: (value?: unknown) => void = () => undefined;
    const caught = scans(scan, (event) => event.waitUntil(new Promise((resolve) => (placed = resolve))));
    const ignored = details(scan, 'payby-scan-ignore');
    scanner.scan(CODE);
    await shown(scan);
    expect([scan.busy, scan.hasAttribute('busy'), stateOf(scan), scan.value]).to.deep.equal([
      true,
      true,
      'busy',
      '',
    ]);
    scanner.scan(NEXT_CODE);
    await shown(scan);
    expect([caught.length, ignored, stateOf(scan)]).to.deep.equal([1, [{reason: 'busy'}], 'busy']);
    placed();
    await shown(scan);
    expect([scan.busy, scan.value, stateOf(scan)]).to.deep.equal([false, CODE, 'accepted']);
  });

  it('waits for all promises given to waitUntil and refuses the code if one is rejected', async () => {
    const scan = await createInput();
    let placed: (value?: unknown) => void = () => undefined;
    scans(scan, (event) => {
      event.waitUntil(Promise.reject(new Error('This code was used before.')));
      event.waitUntil(new Promise((resolve) => (placed = resolve)));
    });
    scanner.scan(CODE);
    await shown(scan);
    expect([scan.busy, errorOf(scan)]).to.deep.equal([true, '']);
    placed();
    await shown(scan);
    expect([scan.busy, scan.value, errorOf(scan)]).to.deep.equal([false, '', 'This code was used before.']);
  });

  it('shows the message of a rejection and accepts the same code again at once', async () => {
    const scan = await createInput();
    let count = 0;
    const caught = scans(scan, (event) => {
      event.waitUntil(++count === 1 ? Promise.reject(new Error('The shop is offline.')) : Promise.resolve());
    });
    scanner.scan(CODE);
    await shown(scan);
    expect([errorOf(scan), scan.value, stateOf(scan), statusOf(scan)]).to.deep.equal([
      'The shop is offline.',
      '',
      'rejected',
      'Not accepted',
    ]);
    scanner.scan(CODE);
    await shown(scan);
    expect([caught.length, scan.value, errorOf(scan), stateOf(scan)]).to.deep.equal([
      2,
      CODE,
      '',
      'accepted',
    ]);
  });

  it('shows its own message when a rejection has none', async () => {
    const scan = await createInput();
    // Values that are no errors
    const careless: unknown[] = [undefined, 'no', {status: 503}];
    scans(scan, (event) => {
      event.waitUntil({
        then: (_: unknown, refuse: (reason: unknown) => void) => {
          refuse(careless.shift());
        },
      });
    });
    while (careless.length) {
      scanner.scan(CODE);
      await shown(scan);
      expect([stateOf(scan), errorOf(scan)]).to.deep.equal(['rejected', 'Not accepted']);
    }
  });

  it('still ignores a duplicate after another scan was refused in between', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scanner.scan(CODE);
    scanner.scan('1234567');
    scanner.scan(CODE);
    expect(caught).to.have.length(1);
  });

  it('masks the code in the message of a rejection', async () => {
    const scan = await createInput();
    scans(scan, (event) => {
      event.waitUntil(Promise.reject(new Error(`Code ${CODE} was used before.`)));
    });
    scanner.scan(CODE);
    await shown(scan);
    expect(errorOf(scan)).to.equal('Code •••• 098F was used before.');
  });

  it('refuses the code when payby-scan is prevented, whatever its promises do', async () => {
    const scan = await createInput();
    scans(scan, (event) => {
      event.waitUntil(Promise.reject(new Error('not shown')));
      event.preventDefault();
    });
    scanner.scan(CODE);
    await shown(scan);
    expect([scan.value, scan.busy, stateOf(scan)]).to.deep.equal(['', false, 'rejected']);
    expect(errorOf(scan)).to.equal('This is not a payment code. Scan the code in the customer’s app.');
  });

  it('logs the rejection of a waitUntil promise with its stack and causes, without the code', async () => {
    const logged: unknown[][] = [];
    const {warn} = console;
    console.warn = (...args: unknown[]) => {
      if (String(args[0]).includes('Could not place')) logged.push(args); // the earlier tests may be late
    };
    try {
      const scan = await createInput();
      scans(scan, (event) => {
        const cause = new TypeError(`no field ${CODE}`);
        event.waitUntil(Promise.reject(new Error(`Could not place ${CODE}.`, {cause})));
      });
      scanner.scan(CODE);
      await waitUntil(() => logged.length > 0, 'logged'); // by a lazy part
      expect(logged).to.have.length(1);
      const [[message, element] = []] = logged;
      expect(message).to.contain('A waitUntil() promise was rejected: ');
      expect(message).to.contain('Could not place •••• 098F.');
      expect(message).to.contain('payby-scan-input.test.ts');
      expect(message).to.contain('TypeError: no field •••• 098F');
      expect(message).not.to.contain(CODE);
      expect(element).to.equal(scan);
    } finally {
      console.warn = warn;
    }
  });

  it('logs the rejection also when the event was prevented', async () => {
    const logged: string[] = [];
    const {warn} = console;
    console.warn = (message: string) => {
      if (message.includes('a bug')) logged.push(message);
    };
    try {
      const scan = await createInput();
      scans(scan, (event) => {
        event.waitUntil(Promise.reject(new Error('a bug')));
        event.preventDefault();
      });
      scanner.scan(CODE);
      await waitUntil(() => logged.length > 0, 'logged'); // by a lazy part
      expect(logged.map((message) => message.includes('Error: a bug'))).to.deep.equal([true]);
    } finally {
      console.warn = warn;
    }
  });

  it('throws when waitUntil is called after the event was dispatched', async () => {
    const scan = await createInput();
    const [event] = [scans(scan)].map((caught) => {
      scanner.scan(CODE);
      return caught[0];
    });
    expect(() => event?.waitUntil(Promise.resolve())).to.throw(DOMException, 'before any await');
  });

  const refused: [what: string, code: string, reason: string, words: string][] = [
    ['too short', '1234567', 'too-short', 'This code is too short. Scan the code in the customer’s app.'],
    [
      'a link',
      'https://pay.example/x',
      'pattern',
      'This is not a payment code. Scan the code in the customer’s app.',
    ],
    [
      'too long',
      '12345678901234567890123',
      'too-long',
      'This code is too long. Scan the code in the customer’s app.',
    ],
  ];
  for (const [what, code, reason, words] of refused) {
    it(`shows that a scan is ${what} without quoting it`, async () => {
      const scan = await createInput(html`
        <payby-scan-input lang="en" pattern="[0-9A-Z]+" max-length="22"></payby-scan-input>
      `);
      const caught = scans(scan);
      const rejected = details(scan, 'payby-scan-reject');
      scanner.scan(code);
      await shown(scan);
      expect(caught).to.have.length(0);
      expect(rejected).to.deep.equal([{reason, length: code.length}]);
      expect([errorOf(scan), stateOf(scan)]).to.deep.equal([words, 'rejected']);
    });
  }

  it('refuses a code whose length is not in the length attribute', async () => {
    const scan = await createInput(html`<payby-scan-input lang="en" length="16, 19"></payby-scan-input>`);
    const caught = scans(scan);
    const rejected = details(scan, 'payby-scan-reject');
    scanner.scan(CODE.slice(0, 18));
    scanner.scan(CODE);
    expect(rejected).to.deep.equal([{reason: 'too-short', length: 18}]);
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
  });

  it('ignores a code that is scanned twice and shows that', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const ignored = details(scan, 'payby-scan-ignore');
    scanner.scan(CODE);
    scanner.scan(CODE);
    await shown(scan);
    expect([caught.length, ignored]).to.deep.equal([1, [{reason: 'duplicate'}]]);
    expect([scan.value, stateOf(scan), statusOf(scan)]).to.deep.equal([
      CODE,
      'accepted',
      'Already scanned, counted once',
    ]);
  });

  it('keeps its value when a code is scanned twice into its own field', async () => {
    const scan = await createInput();
    scan.focus();
    scanner.scan(CODE);
    await shown(scan);
    scanner.scan(CODE);
    await shown(scan);
    expect([scan.value, field(scan).value, stateOf(scan)]).to.deep.equal([CODE, '•••• 098F', 'accepted']);
  });

  it('accepts the same code again when dedupe is 0', async () => {
    const scan = await createInput(html`<payby-scan-input dedupe="0"></payby-scan-input>`);
    const caught = scans(scan);
    scanner.scan(CODE);
    scanner.scan(CODE);
    expect(caught).to.have.length(2);
  });

  it('replaces its value with the next code and leaves no scanned keys in its field', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.focus();
    scanner.scan(CODE);
    await shown(scan);
    scanner.scan(NEXT_CODE);
    await shown(scan);
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE, NEXT_CODE]);
    expect(field(scan).value).to.equal('•••• 099G');
    scanner.scan('1234567');
    await shown(scan);
    expect([field(scan).value, scan.value]).to.deep.equal(['', '']);
  });

  it('is receiving while a scan is incomplete', async () => {
    const scan = await createInput();
    const states = details(scan, 'payby-scan-state');
    scanner.scan('1234567');
    await shown(scan);
    expect(stateOf(scan)).to.equal('rejected');
    scanner.scan(CODE.slice(0, 10), {suffix: []});
    await shown(scan);
    expect([stateOf(scan), errorOf(scan)]).to.deep.equal(['receiving', '']);
    expect(states).to.deep.equal([{state: 'rejected'}, {state: 'receiving'}]);
  });

  it('accepts the same code again after release()', async () => {
    const scan = await createInput();
    const caught = scans(scan, (event) => event.waitUntil(new Promise(() => undefined)));
    scanner.scan(CODE);
    await shown(scan);
    scan.release();
    await shown(scan);
    expect([scan.busy, scan.value, stateOf(scan)]).to.deep.equal([false, '', 'armed']);
    scanner.scan(CODE);
    expect(caught).to.have.length(2);
  });

  it('ignores the answer for a code that was released', async () => {
    const scan = await createInput();
    const answers: ((value?: unknown) => void)[] = [];
    scans(scan, (event) => event.waitUntil(new Promise((resolve) => answers.push(resolve))));
    scanner.scan(CODE);
    scan.release();
    await shown(scan);
    scanner.scan(NEXT_CODE);
    answers[0]?.();
    await shown(scan);
    expect([scan.busy, scan.value]).to.deep.equal([true, '']);
    answers[1]?.();
    await shown(scan);
    expect([scan.busy, scan.value]).to.deep.equal([false, NEXT_CODE]);
  });

  it('does not accept a code when a listener calls release()', async () => {
    const scan = await createInput();
    scans(scan, () => {
      scan.release();
    });
    scanner.scan(CODE);
    await shown(scan);
    expect([scan.value, stateOf(scan)]).to.deep.equal(['', 'armed']);
  });

  it('receives each scan in only one of two elements: the last used', async () => {
    const place = await fixture(html`
      <div>
        <payby-scan-input id="left" lang="en"></payby-scan-input>
        <payby-scan-input id="right" lang="en"></payby-scan-input>
      </div>
    `);
    const fields = [...place.querySelectorAll('payby-scan-input')];
    await Promise.all(fields.map((scan) => scan.updateComplete));
    const takers: string[] = [];
    place.addEventListener('payby-scan', ({target}) => takers.push((target as Element).id));
    scanner.scan(CODE, {to: document.body});
    fields[1]?.focus();
    scanner.scan(NEXT_CODE);
    expect(takers).to.deep.equal(['left', 'right']);
  });

  it('handles a code given to accept() like a scan', async () => {
    const scan = document.createElement('payby-scan-input');
    const caught = scans(scan);
    const rejected = details(scan, 'payby-scan-reject');
    scan.accept(CODE, 'camera'); // before it is connected
    (await fixture<HTMLElement>(html`<div></div>`)).append(scan);
    await scan.updateComplete;
    scan.accept('12');
    expect(caught.map(({detail}) => [detail.code, detail.source, detail.trusted])).to.deep.equal([
      [CODE, 'camera', false],
    ]);
    expect(rejected).to.deep.equal([{reason: 'too-short', length: 2}]);
  });

  it('handles a simulated scan', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.simulate(CODE, {gap: 12, suffix: 'Tab'});
    expect(
      caught.map(({detail: {code, trusted, suffix, source}}) => ({code, trusted, suffix, source})),
    ).to.deep.equal([{code: CODE, trusted: false, suffix: 'Tab', source: 'wedge'}]);
  });

  it('shows codes from left to right in Arabic', async () => {
    const scan = await createInput(html`<payby-scan-input locale="ar"></payby-scan-input>`);
    for (let i = 0; i < 50 && !/[\u0600-\u06ff]/.test(statusOf(scan)); i++)
      await new Promise(requestAnimationFrame);
    expect([partOf(scan, 'base').dir, field(scan).dir, statusOf(scan)]).to.deep.equal([
      'rtl',
      'ltr',
      'جاهز للمسح',
    ]);
  });

  it('keeps its height when it shows an error', async () => {
    const scan = await createInput();
    const {height} = scan.getBoundingClientRect();
    scanner.scan('1234567');
    await shown(scan);
    expect(errorOf(scan)).not.to.equal('');
    expect(scan.getBoundingClientRect().height).to.equal(height);
    scanner.scan(CODE);
    await shown(scan);
    expect(scan.getBoundingClientRect().height).to.equal(height);
  });

  it('is accessible when armed, rejected and accepted', async () => {
    const scan = await createInput();
    await expect(scan).to.be.accessible();
    scanner.scan('1234567');
    await shown(scan);
    await expect(scan).to.be.accessible();
    scanner.scan(CODE);
    await shown(scan);
    await expect(scan).to.be.accessible();
  });

  it('receives scans after a move and none after its removal', async () => {
    const place = await fixture(
      html`<div>
        <payby-scan-input></payby-scan-input>
        <p></p>
      </div>`,
    );
    const scan = within(place);
    await scan.updateComplete;
    const caught = scans(scan);
    place.querySelector('p')?.append(scan); // a move is no removal
    await shown(scan);
    scanner.scan(CODE);
    expect(caught).to.have.length(1);
    scan.remove();
    scanner.scan(NEXT_CODE);
    expect(caught).to.have.length(1);
  });

  it('shows the code that is being processed, not the one before', async () => {
    const scan = await createInput();
    scanner.scan(CODE);
    await shown(scan);
    scans(scan, (event) => event.waitUntil(new Promise(() => undefined)));
    scanner.scan(NEXT_CODE);
    await shown(scan);
    expect([stateOf(scan), field(scan).value]).to.deep.equal(['busy', '•••• 099G']);
    scan.release();
  });

  it('waits 60 s for an answer by default', async () => {
    expect((await createInput()).busyTimeout).to.equal(60_000);
  });
});

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
