/**
 * What becomes of a code, wherever it came from: refused by its looks, ignored, or put to the page, whose answer is
 * waited for and decides. The words for the cashier are here too; no code is in them.
 */
import type {Signal} from './scan-feedback.js';
import type {Clock} from '../core/clock.js';
import {checkScan, maskCode, ScanGate, type ScanCheck, type ScanRefusal} from '../core/scan/payment-code.js';
import {
  EntryDetail,
  PaybyManualEvent,
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanRejectEvent,
  ScanDetail,
  type ScanFacts,
} from './scan-events.js';
import type {ScanStatusStrings} from '../i18n/strings.js';
import type {PaybyScanInput} from './payby-scan-input.js';
import type {ScanSettings} from './scan-settings.js';

export interface JudgementDesk {
  readonly clock: Clock;
  readonly settings: () => ScanSettings;
  readonly strings: () => ScanStatusStrings;
  /** Makes it the value of the element, without a word to anyone. */
  readonly hold: (code: string) => void;
  /** Takes away what was typed into the field. */
  readonly wipe: () => void;
  readonly signal: (signal: Signal) => void;
}

export class ScanJudgement {
  readonly #element: PaybyScanInput;
  readonly #desk: JudgementDesk;
  readonly #gate = new ScanGate();
  #verdict: 'accepted' | 'rejected' | undefined;
  #ignored: 'busy' | 'duplicate' | undefined;
  #error = '';
  /** The code in work, if any: another object each time, so that a late answer is known for one. */
  #work: {readonly code: string} | undefined;
  /** An accepted code that typing has taken the place of. It comes back when it was only scanned once more. */
  #replaced = '';

  constructor(element: PaybyScanInput, desk: JudgementDesk) {
    this.#element = element;
    this.#desk = desk;
  }

  get verdict(): 'accepted' | 'rejected' | undefined {
    return this.#verdict;
  }
  /** Something to say that is no refusal. */
  get note(): string {
    const {duplicate, stillBusy} = this.#desk.strings();
    if (this.#ignored === 'busy') return this.isBusy ? stillBusy : '';
    return this.#ignored ? duplicate : '';
  }
  get error(): string {
    return this.#error;
  }
  get isBusy(): boolean {
    return this.#element.busy || this.#work !== undefined;
  }
  get codeInWork(): string {
    return this.#work?.code ?? '';
  }

  check(code: string): ScanCheck {
    const {minLength, maxLength, receiver} = this.#desk.settings();
    const {pattern} = this.#element;
    const check = checkScan(code, {minLength, maxLength, pattern: pattern ?? undefined});
    const {lengths} = receiver;
    if (!check.ok || lengths.length === 0 || lengths.includes(check.code.length)) return check;
    const {length} = check.code;
    return {ok: false, reason: length > Math.max(...lengths) ? 'too-long' : 'too-short', length};
  }

  explain(reason: ScanRefusal): string {
    const {control, tooShort, tooLong, pattern} = this.#desk.strings();
    return {control, 'too-short': tooShort, 'too-long': tooLong, pattern}[reason];
  }

  /** @param why instead of the usual words of a refusal: it cannot be a code then */
  scanned(text: string, facts: ScanFacts, why = ''): void {
    this.#desk.wipe();
    if (this.isBusy) {
      this.#ignore(this.#judgeTwice(text.trim()) === 'duplicate' ? 'duplicate' : 'busy');
      return;
    }
    const check = this.check(text);
    if (!check.ok || why) {
      const reason = check.ok ? 'pattern' : check.reason;
      this.#refuse(why || this.explain(reason));
      this.#element.dispatchEvent(new PaybyScanRejectEvent({reason, length: text.length}));
      return;
    }
    const {code} = check;
    if (this.#judgeTwice(code) === 'duplicate') this.#ignore('duplicate');
    else this.#put(new PaybyScanEvent(new ScanDetail(code, facts)), code);
  }

  entered(code: string): void {
    if (this.isBusy) return;
    const check = this.check(code);
    if (!check.ok) {
      this.#refuse(this.explain(check.reason));
      return;
    }
    this.#desk.wipe();
    this.#put(new PaybyManualEvent(new EntryDetail(check.code)), check.code);
  }

  /** A person, or a gun that is not known for one yet, types over what the field shows. */
  begin(): void {
    this.forgetVerdict();
    const {value} = this.#element;
    if (!value) return;
    this.#replaced = value;
    this.#change('');
  }

  forgetVerdict(): void {
    this.endVerdict();
    this.#error = '';
    this.#element.requestUpdate();
  }

  /** The lamp has something else to say. What went wrong stays readable. */
  endVerdict(): void {
    this.#verdict = undefined;
    this.#ignored = undefined;
  }

  clear(): void {
    this.#replaced = '';
    this.forgetVerdict();
  }

  /** The code in work is nobody's any more, and no code counts as the last. */
  release(): void {
    this.#work = undefined;
    this.#gate.forget();
  }

  #judgeTwice(code: string): 'take' | 'duplicate' | 'busy' {
    const {dedupeMs} = this.#desk.settings();
    return this.#gate.judge(code, this.#desk.clock.now(), {isBusy: this.isBusy, dedupeMs});
  }

  /** Puts a code to the page. */
  #put(event: PaybyScanEvent | PaybyManualEvent, code: string): void {
    const work = {code};
    this.#replaced = '';
    this.forgetVerdict();
    this.#work = work;
    const isWelcome = this.#element.dispatchEvent(event);
    if (this.#work !== work) return; // a listener has released the field
    const waits = isWelcome ? event.waits() : undefined;
    if (waits) void this.#await(waits, work);
    else {
      this.#work = undefined;
      if (isWelcome) this.#accept(code);
      else this.#refuseLast(this.#desk.strings().pattern);
    }
  }

  async #await(waits: Promise<unknown>, work: {readonly code: string}): Promise<void> {
    this.#element.busy = true;
    const refusal = await waits.then(
      () => undefined,
      (reason: unknown) => ({why: messageOf(reason) || this.#desk.strings().rejected}),
    );
    if (this.#work !== work) return; // the page has released the field meanwhile
    this.#work = undefined;
    this.#element.busy = false;
    const {code} = work;
    if (refusal) this.#refuseLast(refusal.why.replaceAll(code, maskCode(code)));
    else this.#accept(code);
  }

  #accept(code: string): void {
    this.#verdict = 'accepted';
    this.#ignored = undefined;
    this.#desk.signal('accepted');
    this.#change(code);
    if (this.#element.submitOnScan && this.#element.value === code) this.#element.form?.requestSubmit();
  }

  /** The same code may be tried again at once: its customer still wants to pay. */
  #refuseLast(why: string): void {
    this.#gate.forget();
    this.#refuse(why);
  }

  #refuse(why: string): void {
    this.#replaced = '';
    this.#verdict = 'rejected';
    this.#ignored = undefined;
    this.#error = why;
    this.#desk.signal('rejected');
    this.#change('');
  }

  #ignore(reason: 'busy' | 'duplicate'): void {
    this.#ignored = reason;
    if (this.#replaced) this.#change(this.#replaced);
    this.#replaced = '';
    if (reason === 'duplicate' && this.#element.value) this.#verdict = 'accepted';
    this.#element.requestUpdate();
    this.#element.dispatchEvent(new PaybyScanIgnoreEvent({reason}));
  }

  /** Changes the value and tells the page, as a field does after a person's change. */
  #change(code: string): void {
    this.#element.requestUpdate();
    if (code === this.#element.value) return;
    this.#desk.hold(code);
    this.#element.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    this.#element.dispatchEvent(new Event('change', {bubbles: true}));
  }
}

/** Whatever was thrown, and in whichever window. */
function messageOf(reason: unknown): string {
  const {message} = (reason ?? {}) as {readonly message?: unknown};
  return typeof message === 'string' ? message : '';
}
