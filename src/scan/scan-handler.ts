/**
 * Processes a code, whatever its source: refuses it, ignores it, or dispatches it to the page and waits for the
 * page's answer. Holds the messages for the cashier; none of them contains a code.
 */
import type {Clock} from '../core/clock.js';
import {
  checkScan,
  DuplicateGuard,
  maskCode,
  type ScanCheck,
  type ScanRefusal,
} from '../core/scan/payment-code.js';
import type {ScanStatusStrings} from '../i18n/strings.js';
import {messageOf} from './message-of.js';
import type {ScanElement} from './scan-element.js';
import {
  EntryDetail,
  PaybyManualEvent,
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanRejectEvent,
  ScanDetail,
  type ScanFacts,
} from './scan-events.js';
import type {Signal} from './scan-feedback.lazy.js';
import type {ScanSettings} from './scan-settings.js';

export interface ScanHandlerOptions {
  readonly clock: Clock;
  readonly settings: () => ScanSettings;
  readonly strings: () => ScanStatusStrings;
  /** Sets the value of the element to a code that has been checked, without an event. */
  readonly setCheckedValue: (code: string) => void;
  /** Removes what was typed into the field. */
  readonly clearDraft: () => void;
  readonly signal: (signal: Signal) => void;
  /** Logs for the integrator what the promises of the page were rejected with, without the code. */
  readonly logRejections: (causes: readonly unknown[], code: string) => void;
}

/** The status indicator shows what became of a code for so long, then whether the next one would be received, ms. */
const OUTCOME_MS = 1500;

export class ScanHandler {
  readonly #element: ScanElement;
  readonly #options: ScanHandlerOptions;
  readonly #duplicates = new DuplicateGuard();
  #outcome: 'accepted' | 'rejected' | undefined;
  #ignored: 'busy' | 'duplicate' | undefined;
  #error = '';
  // Codes are in functions, as no printed object may show one: see scripts/rollup/plain-private.mjs
  /** The code being processed; a new function each time, so that an answer to an earlier one is recognised. */
  #pending: (() => string) | undefined;
  /** Ends the wait for the page's answer. */
  #wait: AbortController | undefined;
  /** Ends the time for which the outcome is shown. */
  #shown: AbortController | undefined;
  /** The accepted code before typing replaced it; restored if the typing turns out to be the same code scanned again. */
  #replaced: (() => string) | undefined;

  constructor(element: ScanElement, options: ScanHandlerOptions) {
    this.#element = element;
    this.#options = options;
  }

  /** Outcome of the last code, while it is shown. */
  get outcome(): 'accepted' | 'rejected' | undefined {
    return this.#outcome;
  }
  /** Why the last scan was ignored, for the status indicator; empty when it was not. */
  get ignoredText(): string {
    const {duplicate, stillBusy} = this.#options.strings();
    if (this.#ignored === 'busy') return this.isBusy ? stillBusy : '';
    return this.#ignored ? duplicate : '';
  }
  /** Why the last code was refused; empty when it was not. */
  get error(): string {
    return this.#error;
  }
  get isBusy(): boolean {
    return this.#element.busy || this.#pending !== undefined;
  }
  /** The code being processed; empty for none. */
  get pendingCode(): string {
    return this.#pending?.() ?? '';
  }

  check(code: string): ScanCheck {
    const {minLength, maxLength, receiver} = this.#options.settings();
    const {lengths, pattern} = receiver;
    const check = checkScan(code, {minLength, maxLength, pattern});
    if (!check.ok || lengths.length === 0 || lengths.includes(check.code.length)) return check;
    const {length} = check.code;
    return {ok: false, reason: length > Math.max(...lengths) ? 'too-long' : 'too-short', length};
  }

  explain(reason: ScanRefusal): string {
    const {control, tooShort, tooLong, pattern} = this.#options.strings();
    return {control, 'too-short': tooShort, 'too-long': tooLong, pattern}[reason];
  }

  /** @param refusal refuses the scan with this message, whatever its text; empty for none */
  handleScan(text: string, facts: ScanFacts, refusal = ''): void {
    this.#options.clearDraft();
    if (this.isBusy) {
      this.#ignore(this.#checkDuplicate(text.trim()) === 'duplicate' ? 'duplicate' : 'busy');
      return;
    }
    const check = this.check(text);
    if (!check.ok || refusal) {
      const reason = check.ok ? 'pattern' : check.reason;
      this.#refuse(refusal || this.explain(reason));
      this.#element.dispatchEvent(new PaybyScanRejectEvent({reason, length: text.length}));
      return;
    }
    const {code} = check;
    if (this.#checkDuplicate(code) === 'duplicate') this.#ignore('duplicate');
    else this.#dispatch(new PaybyScanEvent(new ScanDetail(code, facts)), code);
  }

  handleEntry(code: string): void {
    if (this.isBusy) return;
    const check = this.check(code);
    if (!check.ok) {
      this.#refuse(this.explain(check.reason));
      return;
    }
    this.#options.clearDraft();
    this.#dispatch(new PaybyManualEvent(new EntryDetail(check.code)), check.code);
  }

  /** A person, or a scanner that is not recognised yet, types over the code that the field shows. */
  handleEditStart(): void {
    this.clearResult();
    const {value} = this.#element;
    if (!value) return;
    this.#replaced = () => value;
    this.#change('');
  }

  clearResult(): void {
    this.clearOutcome();
    this.#error = '';
    this.#element.requestUpdate();
  }

  /** Clears the outcome from the status indicator. The error stays readable. */
  clearOutcome(): void {
    this.#shown?.abort();
    this.#outcome = undefined;
    this.#ignored = undefined;
  }

  clear(): void {
    this.#replaced = undefined;
    this.clearResult();
  }

  /** Drops the code being processed and forgets the last one. */
  release(): void {
    this.#pending = undefined;
    this.#wait?.abort();
    this.#duplicates.forget();
  }

  #checkDuplicate(code: string): 'new' | 'duplicate' | 'busy' {
    const {dedupeMs} = this.#options.settings();
    return this.#duplicates.check(code, this.#options.clock.now(), {isBusy: this.isBusy, dedupeMs});
  }

  #dispatch(event: PaybyScanEvent | PaybyManualEvent, code: string): void {
    const pending = (): string => code;
    this.#replaced = undefined;
    this.clearResult();
    this.#pending = pending;
    const isPrevented = !this.#element.dispatchEvent(event);
    const rejections = event.rejections();
    void rejections?.then((causes) => {
      this.#options.logRejections(causes, code);
    });
    if (this.#pending !== pending) return; // a listener has released the field
    if (rejections && !isPrevented) {
      void this.#awaitAnswer(rejections, pending);
      return;
    }
    this.#pending = undefined;
    if (isPrevented) this.#refusePending(this.#options.strings().pattern);
    else this.#accept(code);
  }

  async #awaitAnswer(rejections: Promise<readonly unknown[]>, pending: () => string): Promise<void> {
    const wait = new AbortController();
    const timeout = this.#options.clock.sleep(this.#options.settings().busyTimeoutMs, wait.signal);
    this.#wait = wait;
    this.#element.busy = true;
    const causes = await Promise.race([rejections, timeout]);
    wait.abort();
    if (this.#pending !== pending) return; // the page has released the field meanwhile
    this.#pending = undefined;
    this.#element.busy = false;
    if (!causes) {
      // Nobody knows what became of the code: it is neither accepted nor refused
      this.#error = this.#options.strings().noAnswer;
      this.#options.signal('rejected');
      this.#change(''); // the customer before has paid
      return;
    }
    const code = pending();
    if (causes.length === 0) {
      this.#accept(code);
      return;
    }
    const message = messageOf(causes[0]) || this.#options.strings().rejected;
    this.#refusePending(message.replaceAll(code, maskCode(code)));
  }

  #accept(code: string): void {
    this.#conclude('accepted', code);
    const {form, submitOnScan, value} = this.#element;
    if (form && submitOnScan && value === code) submit(form);
  }

  /** The same code may be scanned again at once: its customer still wants to pay. */
  #refusePending(message: string): void {
    this.#duplicates.forget();
    this.#refuse(message);
  }

  #refuse(message: string): void {
    this.#replaced = undefined;
    this.#error = message;
    this.#conclude('rejected', '');
  }

  #conclude(outcome: 'accepted' | 'rejected', code: string): void {
    void this.#showOutcome(outcome);
    this.#options.signal(outcome);
    this.#change(code);
  }

  /** The code, or why it was refused, stays below. */
  async #showOutcome(outcome = this.#outcome, ignored?: 'busy' | 'duplicate'): Promise<void> {
    this.clearOutcome();
    this.#outcome = outcome;
    this.#ignored = ignored;
    const {signal} = (this.#shown = new AbortController());
    await this.#options.clock.sleep(OUTCOME_MS, signal);
    if (signal.aborted) return;
    this.clearOutcome();
    this.#element.requestUpdate();
  }

  #ignore(reason: 'busy' | 'duplicate'): void {
    if (this.#replaced) this.#change(this.#replaced());
    this.#replaced = undefined;
    void this.#showOutcome(
      reason === 'duplicate' && this.#element.value ? 'accepted' : this.#outcome,
      reason,
    );
    this.#element.requestUpdate();
    this.#element.dispatchEvent(new PaybyScanIgnoreEvent({reason}));
  }

  /** Changes the value and dispatches `input` and `change`, as a text field does after a person's change. */
  #change(code: string): void {
    this.#element.requestUpdate();
    if (code === this.#element.value) return;
    this.#options.setCheckedValue(code);
    this.#element.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    this.#element.dispatchEvent(new Event('change', {bubbles: true}));
  }
}

/** Safari has `requestSubmit` since 16; the click of a button does the same before. */
function submit(form: HTMLFormElement): void {
  if ('requestSubmit' in form) {
    form.requestSubmit();
    return;
  }
  const button = document.createElement('button');
  button.hidden = true;
  (form as HTMLFormElement).append(button);
  button.click();
  button.remove();
}
