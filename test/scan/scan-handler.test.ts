import {expect} from '@open-wc/testing';
import {scanStatus} from '../../src/i18n/en.js';
import type {ScanElement} from '../../src/scan/scan-element.js';
import {PaybyScanEvent, type ScanFacts} from '../../src/scan/scan-events.js';
import {ScanHandler} from '../../src/scan/scan-handler.js';
import type {ScanSettings} from '../../src/scan/scan-settings.js';
import {ManualClock, settle} from '../support/manual-clock.js';
import {CODE, NEXT_CODE} from '../support/scan-field.js';

const BUSY_TIMEOUT = 60_000;
const facts: ScanFacts = {
  source: 'wedge',
  trusted: true,
  reading: 'key',
  corrected: [],
  suffix: 'Enter',
  keys: 19,
  leaked: 0,
  medianGap: 8,
};
const settings = {
  minLength: 8,
  maxLength: 128,
  dedupeMs: 5000,
  busyTimeoutMs: BUSY_TIMEOUT,
  receiver: {lengths: [], pattern: null},
} as unknown as ScanSettings;

/** What the handler uses of its element. */
class FakeElement extends EventTarget {
  value = '';
  busy = false;
  submitOnScan = false;
  form: HTMLFormElement | null = null;
  updates = 0;
  requestUpdate(): void {
    this.updates++;
  }
}

describe('ScanHandler', () => {
  let clock: ManualClock;
  let element: FakeElement;
  let handler: ScanHandler;
  let changes: string[];
  /** What the page answers to the next scan; `undefined`: at once, with yes. */
  let answer: Promise<unknown> | undefined;
  let signals: string[];
  beforeEach(() => {
    clock = new ManualClock();
    element = new FakeElement();
    changes = [];
    signals = [];
    answer = undefined;
    handler = new ScanHandler(element as unknown as ScanElement, {
      clock,
      settings: () => settings,
      strings: () => scanStatus,
      setCheckedValue: (code) => {
        element.value = code;
      },
      clearDraft: () => undefined,
      signal: (signal) => signals.push(signal),
      logRejections: () => undefined,
    });
    element.addEventListener('payby-scan', (event) => {
      if (answer && event instanceof PaybyScanEvent) event.waitUntil(answer);
    });
    for (const type of ['input', 'change'])
      element.addEventListener(type, () => changes.push(`${type} ${element.value}`));
  });

  const never = new Promise(() => undefined);

  describe('at busy-timeout', () => {
    it('ends the wait with words that neither accept nor refuse the code', async () => {
      answer = never;
      handler.handleScan(CODE, facts);
      await clock.advance(BUSY_TIMEOUT - 1);
      expect([element.busy, handler.isBusy]).to.deep.equal([true, true]);
      await clock.advance(1);
      expect([element.busy, handler.isBusy, handler.outcome, element.value]).to.deep.equal([
        false,
        false,
        undefined,
        '',
      ]);
      expect(handler.error).to.equal(
        'No answer yet. Check whether the customer was charged before you scan again.',
      );
      expect(signals).to.deep.equal(['rejected']);
    });

    it('accepts the next scan', async () => {
      answer = never;
      handler.handleScan(CODE, facts);
      await clock.advance(BUSY_TIMEOUT);
      answer = undefined;
      handler.handleScan(NEXT_CODE, facts);
      expect([element.value, handler.outcome, handler.error]).to.deep.equal([NEXT_CODE, 'accepted', '']);
    });

    it('removes the code of the customer before, which the form would send once more', async () => {
      handler.handleScan(CODE, facts);
      expect(element.value).to.equal(CODE);
      changes = [];
      answer = never;
      handler.handleScan(NEXT_CODE, facts);
      await clock.advance(BUSY_TIMEOUT);
      expect([element.value, changes]).to.deep.equal(['', ['input ', 'change ']]);
    });

    it('does not accept the code when the answer comes later', async () => {
      let give: (value?: unknown) => void = () => undefined;
      answer = new Promise((resolve) => (give = resolve));
      handler.handleScan(CODE, facts);
      await clock.advance(BUSY_TIMEOUT);
      give();
      await settle();
      expect([element.value, handler.outcome]).to.deep.equal(['', undefined]);
    });

    it('changes nothing after the answer has come', async () => {
      answer = Promise.resolve();
      handler.handleScan(CODE, facts);
      await settle();
      expect(handler.outcome).to.equal('accepted');
      await clock.advance(2 * BUSY_TIMEOUT);
      expect([element.value, handler.error, handler.outcome, clock.sleeping]).to.deep.equal([
        CODE,
        '',
        undefined,
        0,
      ]);
    });
  });

  describe('after 1.5 seconds', () => {
    it('shows again whether a scan would be received, and keeps the accepted code', async () => {
      handler.handleScan(CODE, facts);
      await clock.advance(1499);
      expect(handler.outcome).to.equal('accepted');
      const before = element.updates;
      await clock.advance(1);
      expect([handler.outcome, element.value]).to.deep.equal([undefined, CODE]);
      expect(element.updates, 'nothing else would update it').to.equal(before + 1);
    });

    it('keeps the words of a refusal', async () => {
      handler.handleScan('123', facts);
      expect([handler.outcome, handler.error]).to.deep.equal(['rejected', scanStatus.tooShort]);
      await clock.advance(1500);
      expect([handler.outcome, handler.error]).to.deep.equal([undefined, scanStatus.tooShort]);
    });

    it('keeps the outcome of a page that has answered late', async () => {
      let refuse: (cause: Error) => void = () => undefined;
      answer = new Promise((_, no) => (refuse = no));
      handler.handleScan(CODE, facts);
      await clock.advance(5000);
      refuse(new Error('No.'));
      await settle();
      await clock.advance(1499);
      expect([handler.outcome, handler.error]).to.deep.equal(['rejected', 'No.']);
      await clock.advance(1);
      expect([handler.outcome, handler.error]).to.deep.equal([undefined, 'No.']);
    });

    it('counts from the last code', async () => {
      handler.handleScan('123', facts);
      await clock.advance(1000);
      handler.handleScan(CODE, facts);
      await clock.advance(1000);
      expect(handler.outcome).to.equal('accepted');
      await clock.advance(500);
      expect(handler.outcome).to.equal(undefined);
    });

    it('no longer says that a code was scanned twice', async () => {
      handler.handleScan(CODE, facts);
      await clock.advance(1500);
      handler.handleScan(CODE, facts);
      expect([handler.outcome, handler.ignoredText]).to.deep.equal(['accepted', scanStatus.duplicate]);
      await clock.advance(1500);
      expect([handler.outcome, handler.ignoredText]).to.deep.equal([undefined, '']);
    });

    it('does nothing for what was cleared before', async () => {
      handler.handleScan(CODE, facts);
      handler.clearOutcome();
      await settle();
      expect([handler.outcome, clock.sleeping]).to.deep.equal([undefined, 0]);
      const before = element.updates;
      await clock.advance(1500);
      expect(element.updates).to.equal(before);
    });
  });
});
