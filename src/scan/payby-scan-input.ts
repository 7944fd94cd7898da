import {LitElement, type CSSResultGroup, type TemplateResult} from 'lit';
import {scan} from '../i18n/en.js';
import type {ScanStrings} from '../i18n/strings.js';
import {CustomState} from '../shared/custom-state.js';
import {VERSION} from '../shared/define.js';
import {foundRoot} from '../shared/found-root.js';
import {LocaleController} from '../shared/locale-controller.js';
import type {ScanReport} from './diagnosis.lazy.js';
import type {SimulateOptions} from './keyboard/scanner-simulator.js';
import {styles} from './payby-scan-input.styles.js';
import {ScanEngine} from './scan-engine.js';
import type {ScanFacts} from './scan-events.js';
import type {Signal} from './scan-feedback.lazy.js';
import type {Capture, KeepFocus, Manual, Mask, OtherFields, ScannerLayout} from './scan-settings.js';
import {formInternals} from './form-internals.js';
import {scanView} from './views/scan-view.js';

/**
 * A field for the customer's payment code at the counter. It receives barcode scanners in keyboard mode wherever the
 * focus is, distinguishes a scan from typing, restores the fields that a scan was typed into, and dispatches the code to the
 * page. The code is a payment credential: it is never logged, reflected to an attribute or stored, and it is masked
 * once accepted.
 *
 * @tag payby-scan-input
 *
 * @attr {string} name - Name in the form; no default
 * @attr {boolean} required - The form is invalid without a code; default false
 * @attr {boolean} disabled - Accepts neither scans nor typing; default false
 * @attr {boolean} readonly - Shows its code, but accepts neither scans nor typing; default false
 * @attr {string} label - Label of the field; default: the element's own text, in its language
 * @attr {string} placeholder - Text shown while the field is empty; no default
 * @attr {'page' | 'focus' | 'off'} capture - Which scans are received: all on the page, only those into the focused field, none; default `page`
 * @attr {'restore' | 'ignore'} other-fields - A scan typed into another field: `restore` receives it and restores that field, `ignore` leaves it there; default `restore`
 * @attr {number} min-length - Shorter codes are refused, in characters; default 8
 * @attr {number} max-length - Longer codes are refused, in characters; default 128
 * @attr {string} length - The only lengths that a code may have, as `19` or `16, 19`; a scan ends as soon as it has the longest; no default
 * @attr {string} pattern - A regular expression that the whole code must match; no default
 * @attr {'auto' | 'us' | 'host'} scanner-layout - The keyboard layout that the scanners are set to: found out per scan, US, the computer's; default `auto`
 * @attr {string} prefix - The key that the scanners press before a code, as `F9` or `Ctrl+B`; with it none of their keys reaches the page; no default
 * @attr {string} suffix - The key that the scanners press after a code, if not Enter or Tab; default: found out per scan
 * @attr {number} dedupe - The same code scanned again within this time is ignored, in ms; default 5000
 * @attr {number} busy-timeout - A promise given to `waitUntil` that has not settled by then is waited for no longer, in ms; default 60000
 * @attr {'allow' | 'off'} manual - Whether a person may type a code; default `allow`
 * @attr {'after-scan' | 'always' | 'never'} mask - When the code is shown as dots; default `after-scan`
 * @attr {boolean} submit-on-scan - Submits the form when a code is accepted; default false
 * @attr {'none' | 'idle'} keep-focus - `idle` takes the focus back when nothing else uses it, without opening a screen keyboard; default `none`
 * @attr {boolean} sound - Plays sounds and vibrates, after a person has touched the page; default false
 * @attr {boolean} camera - Offers the camera in the field, for a shop without a scanner; default false
 * @attr {string} wasm-url - URL of `zxing_reader.wasm`, which reads codes in browsers without a reader; default: beside the package's own file
 * @attr {boolean} busy - A code is being processed and scans are ignored; the page may set it too; default false
 * @attr {string} locale - `en`, `ar`, `hi`, `ur`, `ml`, `bn`, `fil`, `ta` or `ne`; default: the nearest `lang`, else the browser's languages
 *
 * @slot label - The label, if text is not enough
 * @slot help - Below the field
 * @slot icon - Replaces the icon of the status indicator
 *
 * @event {PaybyScanEvent} payby-scan - A valid code was scanned. Prevent it to refuse the code; call `waitUntil` to keep the field busy
 * @event {PaybyManualEvent} payby-manual - A person has entered a valid code. Answered like a scan
 * @event {PaybyScanRejectEvent} payby-scan-reject - A scan was refused because it cannot be a payment code
 * @event {PaybyScanIgnoreEvent} payby-scan-ignore - A scan was ignored: the last code is still being processed, or was scanned again
 * @event {PaybyScanLeakEvent} payby-scan-leak - The first keys of a scan reached the page before it was recognised: take back what your own key listeners did
 * @event {PaybyScanStateEvent} payby-scan-state - The status indicator has changed
 * @event input - The value was changed by a person or a scanner
 * @event change - The value was changed by a person or a scanner
 *
 * @csspart base - Everything
 * @csspart label - The label
 * @csspart input - The field
 * @csspart icon - The icon of the status indicator
 * @csspart status - The text of the status indicator
 * @csspart reveal - The button that shows a masked code while it is held
 * @csspart error - Why the last code was refused
 * @csspart camera - The camera's panel, while it is open
 * @csspart camera-picture - The camera's picture
 * @csspart camera-status - The camera's status text
 * @csspart camera-button - The camera's buttons: open, light, try again, close
 * @csspart camera-choice - The list of cameras, if there are several
 *
 * @cssprop [--payby-surface=#fff] - Background
 * @cssprop [--payby-text=#14181f] - Text, focus, and the status indicator while a scan comes in or is processed
 * @cssprop [--payby-muted=#5b6472] - Secondary text, and the status indicator when blind
 * @cssprop [--payby-line=#dfe3e8] - Lines
 * @cssprop [--payby-accent=#1554d1] - Buttons of the camera that are switched on
 * @cssprop [--payby-good=#0a7a3f] - The status indicator when armed or accepted
 * @cssprop [--payby-bad=#b3261e] - Refusals
 * @cssprop [--payby-radius=16px] - Corners
 * @cssprop [--payby-font=system-ui, sans-serif] - Font family
 *
 * @cssstate armed - A scan would be received right now
 * @cssstate blind - A scan would not be received: the field is disabled or read-only, capture is off, or the keys go elsewhere (another window, a frame, a protected field)
 * @cssstate receiving - A scan is being received
 * @cssstate busy - The last code is being processed
 * @cssstate accepted - The last code was accepted; for 1.5 s
 * @cssstate rejected - The last code was refused; for 1.5 s, its words stay
 */
export class PaybyScanInput extends LitElement {
  static readonly version: string = VERSION;
  static readonly formAssociated = true;
  static override readonly shadowRootOptions: ShadowRootInit = {mode: 'open', delegatesFocus: true};
  static override readonly styles: CSSResultGroup = styles;
  static override readonly properties = {
    value: {noAccessor: true, attribute: false}, // so that Lit keeps one that was set before the upgrade
    name: {reflect: true},
    required: {type: Boolean, reflect: true},
    disabled: {type: Boolean, reflect: true},
    readonly: {type: Boolean, reflect: true},
    label: {},
    placeholder: {},
    capture: {},
    otherFields: {attribute: 'other-fields'},
    minLength: {type: Number, attribute: 'min-length'},
    maxLength: {type: Number, attribute: 'max-length'},
    length: {},
    pattern: {},
    scannerLayout: {attribute: 'scanner-layout'},
    prefix: {},
    suffix: {},
    dedupe: {type: Number},
    busyTimeout: {type: Number, attribute: 'busy-timeout'},
    manual: {},
    mask: {},
    submitOnScan: {type: Boolean, attribute: 'submit-on-scan'},
    keepFocus: {attribute: 'keep-focus'},
    sound: {type: Boolean},
    camera: {type: Boolean},
    wasmUrl: {attribute: 'wasm-url'},
    busy: {type: Boolean, reflect: true},
    locale: {},
  };

  /** Name in the form. Default `null`. */
  declare name: string | null;
  /** Whether the form is invalid without a code. Default false. */
  declare required: boolean;
  /** Whether scans and typing are not accepted. Default false. */
  declare disabled: boolean;
  /** Whether the code is shown, but scans and typing are not accepted. Default false. */
  declare readonly: boolean;
  /** Label of the field. Default `null`: the element's own text, in its language. */
  declare label: string | null;
  /** Text shown while the field is empty. Default `null`. */
  declare placeholder: string | null;
  /** Which scans are received: all on the `page`, those into the field in `focus`, or none (`off`). Default `page`. */
  declare capture: Capture;
  /** What happens to a scan typed into another field: `restore` receives it and restores that field. Default `restore`. */
  declare otherFields: OtherFields;
  /** Shorter codes are refused, in characters. Default 8. */
  declare minLength: number;
  /** Longer codes are refused, in characters. Default 128. */
  declare maxLength: number;
  /** The only lengths that a code may have: numbers separated by blanks or commas. Default `null`: any. */
  declare length: string | null;
  /** A regular expression that the whole code must match. Default `null`. */
  declare pattern: string | null;
  /** The keyboard layout that the scanners are set to. Default `auto`: found out per scan. */
  declare scannerLayout: ScannerLayout;
  /** Name of the key that the scanners press before a code, as `F9` or `Ctrl+B`. Default `null`: none. */
  declare prefix: string | null;
  /** Name of the key that the scanners press after a code. Default `null`: found out per scan. */
  declare suffix: string | null;
  /** Within this time the same code is ignored when scanned again, in ms. Default 5000. */
  declare dedupe: number;
  /** How long a promise given to `waitUntil` keeps the field busy at most, in ms. Default 60,000. */
  declare busyTimeout: number;
  /** Whether a person may type a code: `allow` or `off`. Default `allow`. */
  declare manual: Manual;
  /** When the code is shown as dots: `after-scan`, `always` or `never`. Default `after-scan`. */
  declare mask: Mask;
  /** Whether an accepted code submits the form. Default false. */
  declare submitOnScan: boolean;
  /** Whether the field takes the focus back when nothing else uses it (`idle`). Default `none`. */
  declare keepFocus: KeepFocus;
  /** Whether the element plays sounds and vibrates, after a person has touched the page. Default false. */
  declare sound: boolean;
  /** Whether the field offers the camera. Default false. */
  declare camera: boolean;
  /** URL of `zxing_reader.wasm`. Default `null`: beside the package's own file. */
  declare wasmUrl: string | null;
  /** Whether a code is being processed; scans are ignored then. The page may set it too. Default false. */
  declare busy: boolean;
  /** Language tag. Default `null`: the nearest `lang`, else the browser's languages. */
  declare locale: string | null;

  readonly #internals = formInternals(this);
  readonly #customState = new CustomState(this, this.#internals);
  readonly #locale = new LocaleController(this, () => this.locale, {
    reportProblem: ({message, cause}) => {
      console.error(`payby-scan-input: ${message}`, cause, this);
    },
  });
  readonly #engine: ScanEngine;
  /** In a function, as no printed object may show a code: see scripts/rollup/plain-private.mjs. */
  #code = (): string => '';
  /** The message of `setCustomValidity`. */
  #customError = '';
  #isDisabledByForm = false;

  constructor() {
    super();
    this.name = null;
    this.required = false;
    this.disabled = false;
    this.readonly = false;
    this.label = null;
    this.placeholder = null;
    this.capture = 'page';
    this.otherFields = 'restore';
    this.minLength = 8;
    this.maxLength = 128;
    this.length = null;
    this.pattern = null;
    this.scannerLayout = 'auto';
    this.prefix = null;
    this.suffix = null;
    this.dedupe = 5000;
    this.busyTimeout = 60_000;
    this.manual = 'allow';
    this.mask = 'after-scan';
    this.submitOnScan = false;
    this.keepFocus = 'none';
    this.sound = false;
    this.camera = false;
    this.wasmUrl = null;
    this.busy = false;
    this.locale = null;
    this.#engine = new ScanEngine(this, {
      internals: this.#internals,
      locale: this.#locale,
      field: () => this.#field,
      isDisabled: () => this.#isDisabled,
      setCheckedValue: (code) => {
        this.#setValue(code, true);
      },
    });
  }

  /** The last accepted code, or the empty string. Never reflected to an attribute. Setting it dispatches no event. */
  get value(): string {
    return this.#code();
  }
  set value(code: string | null) {
    this.#setValue(code ?? '');
    this.#engine.handleValueSet();
    this.requestUpdate();
  }

  /** The form that the element belongs to, or `null`. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  /** The `<label>`s outside the element that name it. */
  get labels(): NodeList {
    return this.#internals.labels;
  }
  /** False while the element is disabled or read-only: a form does not validate it then. */
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }
  /** What is wrong with the value, as for an `<input>`. */
  get validity(): ValidityState {
    this.#validate();
    return this.#internals.validity;
  }
  /** Why the value is invalid, for people; empty while it is valid. */
  get validationMessage(): string {
    this.#validate();
    return this.#internals.validationMessage;
  }
  /** Returns whether the value is valid; if not, dispatches `invalid`. */
  checkValidity(): boolean {
    this.#validate();
    return this.#internals.checkValidity();
  }
  /** Like `checkValidity`, and shows the person what is wrong. */
  reportValidity(): boolean {
    this.#validate();
    return this.#internals.reportValidity();
  }
  /** Makes the value invalid with this message; the empty string makes it valid again. */
  setCustomValidity(message: string): void {
    this.#customError = message;
    this.#validate();
  }

  /** Focuses the field. */
  override focus(options?: FocusOptions): void {
    if (this.isConnected && !this.hasUpdated) this.performUpdate(); // there is no field to focus before
    const field = this.#field;
    // A root that was found may not delegate the focus
    if (field) field.focus(options);
    else super.focus(options);
  }

  /** Clears the code, its outcome and its error. */
  clear(): void {
    this.#setValue('');
    this.#engine.clear();
    this.requestUpdate();
  }

  /** Ends being busy and clears the field for the next customer, who may have the same code. */
  release(): void {
    this.#engine.release();
    this.busy = false;
    this.clear();
  }

  /** Handles a code from another source as if it had been scanned. `source` is reported in `payby-scan`; default `api`. */
  accept(code: string, source: ScanFacts['source'] = 'api'): void {
    this.#engine.accept(code, source);
  }

  /** Simulates the key presses of a scanner: one key every `gap` ms (8), and the `suffix` key last (`Enter`). */
  simulate(code: string, options?: SimulateOptions): void {
    this.#whenRendered(() => {
      this.#engine.simulate(code, options);
    });
  }

  /**
   * Waits up to `timeout` ms (15,000) for the next scan, which is not dispatched, and resolves with how it arrived and
   * what a shop should change on its scanner. The report holds no code.
   */
  diagnose({timeout}: {readonly timeout?: number} = {}): Promise<ScanReport> {
    return this.#engine.diagnose(timeout);
  }

  /** Also receives scans in a frame of the same origin, while this element is on the page. Throws for other frames. */
  addFrame(frame: HTMLIFrameElement): void {
    if (!frame.contentDocument) throw new TypeError('addFrame: Expected a same-origin frame on the page.');
    this.#engine.addFrame(frame);
  }

  /** Opens the camera below the field, with or without its button. Some browsers require a person's touch before. */
  openCamera(): void {
    this.#whenRendered(() => {
      this.#engine.openCamera();
    });
  }

  /** Closes the camera and releases the device. */
  closeCamera(): void {
    this.#engine.closeCamera();
  }

  /** Plays the sound and vibration for an outcome of the payment, if `sound` is set. */
  signal(signal: Signal): void {
    this.#engine.signal(signal);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#setValue(this.value);
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

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    return foundRoot(this) ?? super.createRenderRoot();
  }

  /** False in a test environment that has closed its window: an update would throw without a `document`. */
  protected override shouldUpdate(): boolean {
    return 'document' in globalThis;
  }

  protected override updated(): void {
    this.#validate();
    this.#customState.show(this.#engine.state);
    this.#engine.notifyState();
  }

  get #field(): HTMLInputElement | null {
    return this.shadowRoot?.querySelector('input') ?? null;
  }
  get #isDisabled(): boolean {
    return this.disabled || this.#isDisabledByForm;
  }
  get #strings(): ScanStrings {
    return this.#locale.part('scan', scan);
  }

  /** Calls back now, or after the first update of an element that is not rendered yet. */
  #whenRendered(callback: () => void): void {
    if (this.hasUpdated) callback();
    else void this.updateComplete.then(callback);
  }

  #setValue(code: string, isChecked = false): void {
    this.#code = () => code;
    this.#internals.setFormValue(code, ''); // the empty state keeps a single-use code out of a restored form
    this.#validate(isChecked);
  }

  /** @param isChecked the value is empty or has just been checked */
  #validate(isChecked = false): void {
    const missing: ValidityStateFlags = {valueMissing: this.required && !this.value};
    const [flags, message] = this.#customError
      ? [{customError: true}, this.#customError]
      : ((isChecked ? undefined : this.#engine.problem()) ?? [missing, this.#strings.required]);
    this.#internals.setValidity(flags, message, this.#field ?? undefined);
  }

  protected override render(): TemplateResult {
    const {direction, language} = this.#locale;
    const status = this.#engine.status();
    return scanView({
      ...status,
      direction,
      language,
      label: this.label ?? (status.outerLabel ? '' : this.#strings.label),
      placeholder: this.placeholder ?? '',
      isDisabled: this.#isDisabled,
      isReadonly: this.readonly || status.state === 'busy',
      isRequired: this.required,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'payby-scan-input': PaybyScanInput;
  }
}
