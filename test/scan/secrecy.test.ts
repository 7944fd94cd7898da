import {expect, fixture, html} from '@open-wc/testing';
import {CODE, field, NEXT_CODE, partOf, createInput, scans, shown} from '../support/scan-field.js';
import {pasteInto, FakeScanner} from '../support/scanner.js';
import {EntryDetail, ScanDetail, type ScanFacts} from '../../src/scan/scan-events.js';

/** No more than its last four characters may be found anywhere. */
const SECRET = CODE.slice(0, 15);
const facts: ScanFacts = {
  source: 'wedge',
  trusted: true,
  reading: 'key',
  corrected: ['layout'],
  suffix: 'Enter',
  keys: 19,
  leaked: 3,
  medianGap: 8,
};

describe('EntryDetail and ScanDetail', () => {
  const inspect = Symbol.for('nodejs.util.inspect.custom');
  for (const [what, detail] of [
    ['a scan', new ScanDetail(CODE, facts)],
    ['an entry', new EntryDetail(CODE)],
  ] as const) {
    it(`print only the last four characters of ${what}`, () => {
      const printed = detail as EntryDetail & Record<typeof inspect, () => unknown>;
      const prints = [
        String(detail),
        JSON.stringify(detail),
        JSON.stringify({detail}),
        JSON.stringify(printed[inspect]()),
        JSON.stringify(structuredClone(detail)),
        JSON.stringify(Object.entries(detail)),
        JSON.stringify(Object.assign({}, detail)),
      ];
      for (const text of prints) expect(text).not.to.contain(SECRET);
      expect(prints[0]).to.equal('•••• 098F');
      expect(prints[1]).to.contain('•••• 098F');
      expect(detail.code).to.equal(CODE);
    });
  }

  it('serialise the other facts of a scan', () => {
    expect(JSON.parse(JSON.stringify(new ScanDetail(CODE, facts)))).to.deep.equal({
      code: '•••• 098F',
      ...facts,
    });
  });
});

describe('<payby-scan-input>: secrecy', () => {
  it('puts the code into no attribute, markup, text, console line or storage', async () => {
    const logged: string[] = [];
    const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
    const originals = names.map((name) => console[name]);
    for (const name of names)
      console[name] = (...words: unknown[]) => logged.push(words.map(String).join(' '));
    const scanner = new FakeScanner();
    const seen: string[] = [];
    const attributes = new MutationObserver((records) => {
      for (const {target, attributeName} of records)
        if (attributeName) seen.push((target as Element).getAttribute(attributeName) ?? '');
    });
    try {
      const scan = await createInput(html`<payby-scan-input name="code" lang="en" sound></payby-scan-input>`);
      const root = scan.shadowRoot ?? scan;
      for (const place of [scan, root]) attributes.observe(place, {attributes: true, subtree: true});
      const look = (): void => {
        seen.push(scan.outerHTML, scan.shadowRoot?.innerHTML ?? '', field(scan).value);
        seen.push(partOf(scan, 'status').textContent, partOf(scan, 'error').textContent, scan.textContent);
      };
      const answers: ((isAccepted: boolean) => void)[] = [];
      scans(scan, (event) => {
        event.waitUntil(
          new Promise((resolve, reject) =>
            answers.push((isAccepted) => {
              if (isAccepted) resolve(undefined);
              else reject(new Error(`no such code: ${CODE}`));
            }),
          ),
        );
      });
      scan.focus();
      scanner.scan(CODE);
      await shown(scan);
      look();
      answers[0]?.(false);
      await shown(scan);
      look();
      scanner.scan(CODE, {to: document.body});
      answers[1]?.(true);
      await shown(scan);
      look();
      scanner.scan(CODE);
      pasteInto(field(scan), NEXT_CODE);
      await shown(scan);
      look();
      answers[2]?.(true);
      await shown(scan);
      look();
      scan.release();
      await shown(scan);
      look();
      scan.simulate(`${CODE}é`);
      await shown(scan);
      look();
      expect(answers).to.have.length(3);
    } finally {
      for (const [i, name] of names.entries()) console[name] = originals[i] ?? console[name];
      attributes.disconnect();
    }
    seen.push(
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      location.href,
    );
    expect(seen.length).to.be.greaterThan(40);
    for (const text of [...seen, ...logged]) expect(text).not.to.contain(SECRET);
  });

  it('leaves no listener on window or document after a hundred elements', async () => {
    const place = await fixture<HTMLElement>(html`<div></div>`);
    const live = new Set<string>();
    let serial = 0;
    const ids = new WeakMap<object, number>();
    const name = (target: EventTarget, type: string, listener: object): string => {
      if (!ids.has(listener)) ids.set(listener, serial++);
      return `${target === window ? 'window' : 'document'} ${type} ${String(ids.get(listener))}`;
    };
    const {addEventListener: add, removeEventListener: remove} = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (...args: Parameters<typeof add>) {
      const [type, listener, options] = args;
      if (listener && (this === window || this === document)) {
        const key = name(this, type, listener);
        live.add(key);
        const signal = typeof options === 'object' ? options.signal : undefined;
        if (signal) add.call(signal, 'abort', () => live.delete(key));
      }
      add.apply(this, args);
    };
    EventTarget.prototype.removeEventListener = function (...args: Parameters<typeof remove>) {
      if (args[1] && (this === window || this === document)) live.delete(name(this, args[0], args[1]));
      remove.apply(this, args);
    };
    try {
      for (let i = 0; i < 10; i++) {
        const batch = Array.from({length: 10}, () => document.createElement('payby-scan-input'));
        for (const scan of batch) scan.toggleAttribute('sound', true);
        for (const scan of batch) scan.setAttribute('keep-focus', 'idle');
        place.append(...batch);
        if (i % 2) await Promise.all(batch.map((scan) => scan.updateComplete));
        for (const scan of batch) scan.remove();
      }
      await new Promise(requestAnimationFrame);
      expect([...live]).to.deep.equal([]);
    } finally {
      EventTarget.prototype.addEventListener = add;
      EventTarget.prototype.removeEventListener = remove;
    }
  });
});
