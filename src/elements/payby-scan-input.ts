import {LitElement, type CSSResultGroup, type TemplateResult} from 'lit';
import {LocaleController} from '../controllers/locale-controller.js';
import {KeyRhythm} from '../core/key-rhythm.js';
import {checkScan, maskCode, type ScanRefusal} from '../core/scan-code.js';
import {
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanRejectEvent,
  ScanDetail,
  type ScanFacts,
} from '../events/scan-events.js';
import {scan} from '../i18n/en.js';
import type {ScanStrings} from '../i18n/strings.js';
import {VERSION} from './define.js';
import {OutwardState} from './outward-state.js';
import {styles} from './payby-scan-input.styles.js';
import {scanView, type ScanPhase} from './views/scan-view.js';

/**
 * A field for the customer's payment code at the counter: a barcode gun types the code into it and presses Enter.
 * The code is a payment credential: it is never logged, never an attribute, never kept, and masked once accepted.
 *
 * @tag payby-scan-input
 *
 * @attr {string} name - Name in the form
 * @attr {boolean} required - A form needs a code
 * @attr {boolean} disabled - Takes nothing
 * @attr {boolean} readonly - Shows, but takes nothing
 * @attr {string} label - What is to be scanned
 * @attr {string} placeholder - Shown while empty
 * @attr {number} min-length - Shorter codes are refused
 * @attr {number} max-length - Longer codes are refused
 * @attr {string} pattern - A regular expression that the whole code must match
 * @attr {boolean} busy - A code is in work; may be set by the page
 * @attr {string} locale - `en`, `ar`, `ur` or `ml`; else the nearest `lang`
 *
 * @slot label - The label, where text is not enough
 * @slot help - Below the field
 * @slot icon - The lamp
 *
 * @event {PaybyScanEvent} payby-scan - A usable code; prevent it to refuse, `waitUntil` to keep the field busy
 * @event {PaybyScanRejectEvent} payby-scan-reject - A scan that cannot be a payment code
 * @event {PaybyScanIgnoreEvent} payby-scan-ignore - A scan that came while the last one was in work
 *
 * @csspart base - Everything
 * @csspart label - The label
 * @csspart input - The field
 * @csspart icon - The lamp: will a scan land right now?
 * @csspart status - What the lamp says, in words
 * @csspart error - Why the last scan was refused
 *
 * @cssprop [--payby-accent=#1554d1] - Focus
 * @cssprop [--payby-good=#0a7a3f] - The lamp when armed
 * @cssprop [--payby-bad=#b3261e] - Refusals
 *
 * @cssstate armed - A scan lands here right now
 * @cssstate blind - Keys go elsewhere
 * @cssstate busy - The last code is in work
 * @cssstate accepted - The last code was accepted
 * @cssstate rejected - The last code was refused
 */
export class PaybyScanInput extends LitElement {
  static readonly version: string = VERSION;
  static readonly formAssociated = true;
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override readonly styles: CSSResultGroup = styles;
  static override readonly properties = {
    name: {reflect: true},
    required: {type: Boolean, reflect: true},
    disabled: {type: Boolean, reflect: true},
    readonly: {type: Boolean, reflect: true},
    label: {},
    placeholder: {},
    minLength: {type: Number, attribute: 'min-length'},
    maxLength: {type: Number, attribute: 'max-length'},
    pattern: {},
    busy: {type: Boolean, reflect: true},
    locale: {},
  };

  declare name: string | null;
  declare required: boolean;
  declare disabled: boolean;
  declare readonly: boolean;
  /** `null` for the words of the language. */
  declare label: string | null;
  declare placeholder: string | null;
  declare minLength: number;
  declare maxLength: number;
  declare pattern: string | null;
  /** True while a code is in work. Scans are ignored then. */
  declare busy: boolean;
  declare locale: string | null;

  readonly #internals = this.attachInternals();
  readonly #outward = new OutwardState(this, this.#internals);
  readonly #locale = new LocaleController(this, () => this.locale);
  readonly #rhythm = new KeyRhythm();
  #value = '';
  /** What the page does with the last code. */
  #work: Promise<unknown> | undefined;
  #phase: Exclude<ScanPhase, 'busy'> = 'blind';
  #error = '';
  #isDisabledByForm = false;

  constructor() {
    super();
    this.name = null;
    this.required = false;
    this.disabled = false;
    this.readonly = false;
    this.label = null;
    this.placeholder = null;
    this.minLength = 8;
    this.maxLength = 128;
    this.pattern = null;
    this.busy = false;
    this.locale = null;
  }

  /** The last accepted code, or the empty string. Never reflected to an attribute. */
  get value(): string {
    return this.#value;
  }
  set value(code: string) {
    this.#value = code;
    this.#internals.setFormValue(code, '');
    this.requestUpdate();
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Forgets the code and everything said about it. */
  clear(): void {
    this.value = '';
    this.#rhythm.reset();
    if (this.#input) this.#input.value = '';
    this.#show(this.#focusPhase);
  }

  /** Ends being busy and makes the field ready for the next customer. */
  release(): void {
    this.#work = undefined;
    this.busy = false;
    this.clear();
  }

  /** @internal */
  formResetCallback(): void {
    this.release();
  }
  /** @internal */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isDisabledByForm = isDisabled;
    this.requestUpdate();
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  protected override updated(): void {
    this.#outward.show(this.#shownPhase);
    const isMissing = this.required && this.#value === '';
    const {required} = this.#strings;
    if (this.#input) {
      this.#internals.setValidity(
        isMissing ? {valueMissing: true} : {},
        isMissing ? required : '',
        this.#input,
      );
    }
  }

  get #strings(): ScanStrings {
    return this.#locale.part('scan', scan);
  }

  get #shownPhase(): ScanPhase {
    return this.busy ? 'busy' : this.#phase;
  }

  /** Is the field where keys land? */
  get #focusPhase(): 'armed' | 'blind' {
    return this.shadowRoot?.activeElement ? 'armed' : 'blind';
  }

  #show(phase: Exclude<ScanPhase, 'busy'>, error = ''): void {
    this.#phase = phase;
    this.#error = error;
    this.requestUpdate();
  }

  /** A verdict stays on show until the next key, wherever the focus goes. */
  readonly #focusChanged = (): void => {
    if (this.#phase === 'armed' || this.#phase === 'blind') this.#show(this.#focusPhase);
  };

  readonly #forgetVerdict = (): void => {
    if (this.#value) this.value = '';
    this.#show(this.#focusPhase);
  };

  readonly #take = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') {
      if (event.key.length !== 1) return;
      if (this.#value) this.clear(); // the next code takes the place of the masked one
      this.#rhythm.press(event.timeStamp);
      return;
    }
    // The gun's Enter must neither submit the form around us nor press anything.
    event.preventDefault();
    const rhythm = {trusted: event.isTrusted, ...this.#rhythm.take()};
    const input = this.#input;
    if (this.busy) {
      if (rhythm.keys) this.dispatchEvent(new PaybyScanIgnoreEvent({reason: 'busy'}));
    } else if (input?.value && !this.readonly && !this.#value) {
      const scanned = input.value;
      input.value = '';
      this.#finish(scanned, rhythm);
    }
  };

  #finish(scanned: string, rhythm: Pick<ScanFacts, 'trusted' | 'keys' | 'medianGap'>): void {
    const {minLength, maxLength, pattern} = this;
    const check = checkScan(scanned, {minLength, maxLength, pattern: pattern ?? undefined});
    if (!check.ok) {
      this.#refuse(this.#explain(check.reason));
      this.dispatchEvent(new PaybyScanRejectEvent({reason: check.reason, length: check.length}));
      return;
    }
    const facts = {source: 'wedge', reading: 'key', corrected: [], suffix: 'Enter', ...rhythm} as const;
    const event = new PaybyScanEvent(new ScanDetail(check.code, facts));
    const isWelcome = this.dispatchEvent(event);
    const waits = event.waits();
    if (!isWelcome) this.#refuse(this.#strings.pattern);
    else if (waits) void this.#await(waits, check.code);
    else this.#accept(check.code);
  }

  async #await(work: Promise<unknown>, code: string): Promise<void> {
    this.#work = work;
    this.busy = true;
    const refusal = await work.then(
      () => undefined,
      (reason: unknown) => ({why: reason instanceof Error ? reason.message : ''}),
    );
    if (this.#work !== work) return; // the page has released the field meanwhile
    this.#work = undefined;
    this.busy = false;
    if (refusal) this.#refuse(refusal.why);
    else this.#accept(code);
  }

  #accept(code: string): void {
    this.value = code;
    this.#show('accepted');
    if (this.#input) this.#input.value = maskCode(code);
    this.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
    this.dispatchEvent(new Event('change', {bubbles: true}));
  }

  #refuse(why: string): void {
    this.value = '';
    this.#show('rejected', why || this.#strings.rejected);
  }

  #explain(reason: ScanRefusal): string {
    const {control, tooShort, tooLong, pattern} = this.#strings;
    return {control, 'too-short': tooShort, 'too-long': tooLong, pattern}[reason];
  }

  protected override render(): TemplateResult {
    const {direction, language} = this.#locale;
    const strings = this.#strings;
    return scanView({
      phase: this.#shownPhase,
      strings,
      direction,
      language,
      label: this.label ?? strings.label,
      placeholder: this.placeholder ?? '',
      isDisabled: this.disabled || this.#isDisabledByForm,
      isReadonly: this.readonly,
      isRequired: this.required,
      error: this.#error,
      onKeydown: this.#take,
      onInput: this.#forgetVerdict,
      onFocus: this.#focusChanged,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'payby-scan-input': PaybyScanInput;
  }
}
