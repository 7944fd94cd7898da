import {LitElement, type CSSResultGroup, type TemplateResult} from 'lit';
import {LateController} from '../shared/late-controller.js';
import {LocaleController} from '../shared/locale-controller.js';
import {plainClock} from '../shared/timer-clock.js';
import type {Signal} from './scan-feedback.js';
import type {GunManners} from './keyboard/scanner-simulator.js';
import type {ScanFacts, ScanState} from './scan-events.js';
import {scan} from '../i18n/en.js';
import type {ScanStrings} from '../i18n/strings.js';
import {VERSION} from '../shared/define.js';
import {CustomState} from '../shared/custom-state.js';
import {styles} from './payby-scan-input.styles.js';
import type {ScanLate, ScanReport} from './scan-engine.js';
import type {Capture, Foreign, KeepFocus, Manual, Mask, ScannerLayout} from './scan-settings.js';
import {resting, scanView} from './views/scan-view.js';

/**
 * A field for the customer's payment code at the counter. It hears a barcode gun wherever the focus is, tells it from
 * a person who types, puts back what the gun has typed elsewhere, and gives the code to the page. The code is a
 * payment credential: it is never logged, never an attribute, never kept, and masked once accepted.
 *
 * @tag payby-scan-input
 *
 * @attr {string} name - Name in the form
 * @attr {boolean} required - A form needs a code
 * @attr {boolean} disabled - Takes nothing
 * @attr {boolean} readonly - Shows, but takes nothing
 * @attr {string} label - What is to be scanned
 * @attr {string} placeholder - Shown while empty
 * @attr {'page' | 'focus' | 'off'} capture - Where a scan lands: anywhere on the page, only in the focused field, nowhere
 * @attr {'restore' | 'ignore'} foreign - A scan into another field: read it and put that field back, or leave it there
 * @attr {number} min-length - Shorter codes are refused; 8
 * @attr {number} max-length - Longer codes are refused; 128
 * @attr {string} length - The lengths a code may have, as `19` or `16, 19`. A scan ends at once at the longest
 * @attr {string} pattern - A regular expression that the whole code must match
 * @attr {'auto' | 'us' | 'host'} scanner-layout - The keyboard that the guns are set to
 * @attr {string} prefix - The key that the shop's guns press first, as `F9` or `Ctrl+B`: then none of their keys reaches the page
 * @attr {string} suffix - The key they press last, where it is not Enter or Tab; `auto`
 * @attr {number} dedupe - The same code within so many ms is taken once; 5000
 * @attr {'allow' | 'off'} manual - May a person type a code?
 * @attr {'after-scan' | 'always' | 'never'} mask - When a code is shown as dots
 * @attr {boolean} submit-on-scan - Submits the form once a code is accepted
 * @attr {'none' | 'idle'} keep-focus - `idle` takes the focus back when nothing else has a use for it, without a screen keyboard
 * @attr {boolean} sound - Sounds and vibration, once a person has touched the page
 * @attr {boolean} camera - Offers the camera in the field, for a shop without a gun
 * @attr {string} wasm-url - Where the page keeps `zxing_reader.wasm`, which reads for browsers that cannot; else beside the package
 * @attr {boolean} busy - A code is in work, and scans are ignored; may be set by the page
 * @attr {string} locale - `en`, `ar`, `ur` or `ml`; else the nearest `lang`
 *
 * @slot label - The label, where text is not enough
 * @slot help - Below the field
 * @slot icon - Instead of the sign on the lamp
 *
 * @event {PaybyScanEvent} payby-scan - A usable code; prevent it to refuse, `waitUntil` to keep the field busy
 * @event {PaybyManualEvent} payby-manual - A person has typed a code; answered like a scan
 * @event {PaybyScanRejectEvent} payby-scan-reject - A scan that cannot be a payment code
 * @event {PaybyScanIgnoreEvent} payby-scan-ignore - A scan while the last one was in work, or of the same code again
 * @event {PaybyScanStateEvent} payby-scan-state - The lamp has changed
 * @event input - The value has changed, by a person or a gun
 * @event change - The same
 *
 * @csspart base - Everything
 * @csspart label - The label
 * @csspart input - The field
 * @csspart icon - The lamp: will a scan land right now?
 * @csspart status - What the lamp says, in words
 * @csspart reveal - The button that shows a masked code while it is held
 * @csspart error - Why the last code was not taken
 * @csspart camera - The camera's panel, while it is open
 * @csspart camera-picture - What it sees
 * @csspart camera-status - What it says
 * @csspart camera-button - Its buttons: open, light, try again, close
 * @csspart camera-choice - The list of cameras, where there are several
 *
 * @cssprop [--payby-surface=#fff] - Background
 * @cssprop [--payby-text=#14181f] - Text
 * @cssprop [--payby-muted=#5b6472] - Text of less weight, and the lamp when blind
 * @cssprop [--payby-line=#dfe3e8] - Lines
 * @cssprop [--payby-accent=#1554d1] - Focus, and the lamp when busy
 * @cssprop [--payby-good=#0a7a3f] - The lamp when armed, and acceptance
 * @cssprop [--payby-bad=#b3261e] - Refusals
 * @cssprop [--payby-radius=16px] - Corners
 * @cssprop [--payby-font=system-ui, sans-serif] - Font family
 *
 * @cssstate armed - A scan lands here right now
 * @cssstate blind - Keys go elsewhere, or scanning is off
 * @cssstate receiving - A scan is coming in
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
    capture: {},
    foreign: {},
    minLength: {type: Number, attribute: 'min-length'},
    maxLength: {type: Number, attribute: 'max-length'},
    length: {},
    pattern: {},
    scannerLayout: {attribute: 'scanner-layout'},
    prefix: {},
    suffix: {},
    dedupe: {type: Number},
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

  declare name: string | null;
  declare required: boolean;
  declare disabled: boolean;
  declare readonly: boolean;
  /** `null` for the words of the language. */
  declare label: string | null;
  declare placeholder: string | null;
  declare capture: Capture;
  declare foreign: Foreign;
  declare minLength: number;
  declare maxLength: number;
  /** Numbers, separated by blanks or commas. */
  declare length: string | null;
  declare pattern: string | null;
  declare scannerLayout: ScannerLayout;
  /** The name of a key; `null` for none. */
  declare prefix: string | null;
  declare suffix: string | null;
  /** Milliseconds. */
  declare dedupe: number;
  declare manual: Manual;
  declare mask: Mask;
  declare submitOnScan: boolean;
  declare keepFocus: KeepFocus;
  declare sound: boolean;
  declare camera: boolean;
  /** `null` for the file that came with the package. */
  declare wasmUrl: string | null;
  /** True while a code is in work. Scans are ignored then. */
  declare busy: boolean;
  declare locale: string | null;

  readonly #internals = this.attachInternals();
  readonly #outward = new CustomState(this, this.#internals);
  readonly #locale = new LocaleController(this, () => this.locale);
  readonly #fetching = new LateController(
    this,
    plainClock,
    () => import('./scan-engine.js'),
    ({ScanLate}) => {
      this.#arrive(
        new ScanLate(this, {
          internals: this.#internals,
          locale: this.#locale,
          field: () => this.#field,
          isDisabled: () => this.#isDisabled,
          hold: (code) => {
            this.#hold(code);
          },
        }),
      );
    },
    (failures) => {
      if (failures === 3) console.error('payby-scan-input: a part of it cannot be fetched; trying on', this);
    },
  );
  /** Hears the gun. Until it is there, the lamp is `blind`. */
  #late: ScanLate | undefined;
  /** What the page asked for before. */
  readonly #requests: ((late: ScanLate) => void)[] = [];
  #value = '';
  /** What the page finds wrong. */
  #complaint = '';
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
    this.foreign = 'restore';
    this.minLength = 8;
    this.maxLength = 128;
    this.length = null;
    this.pattern = null;
    this.scannerLayout = 'auto';
    this.prefix = null;
    this.suffix = null;
    this.dedupe = 5000;
    this.manual = 'allow';
    this.mask = 'after-scan';
    this.submitOnScan = false;
    this.keepFocus = 'none';
    this.sound = false;
    this.camera = false;
    this.wasmUrl = null;
    this.busy = false;
    this.locale = null;
  }

  /** The last accepted code, or the empty string. Never reflected to an attribute. */
  get value(): string {
    return this.#value;
  }
  set value(code: string | null) {
    this.#hold(code ?? '');
    this.#late?.valueSet();
    this.requestUpdate();
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get labels(): NodeList {
    return this.#internals.labels;
  }
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }
  get validity(): ValidityState {
    this.#validate();
    return this.#internals.validity;
  }
  get validationMessage(): string {
    this.#validate();
    return this.#internals.validationMessage;
  }
  checkValidity(): boolean {
    this.#validate();
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    this.#validate();
    return this.#internals.reportValidity();
  }
  /** Makes the field invalid with these words; the empty string makes it valid again. */
  setCustomValidity(complaint: string): void {
    this.#complaint = complaint;
    this.#validate();
  }

  /** Forgets the code and everything said about it. */
  clear(): void {
    this.#hold('');
    this.#late?.clear();
    this.requestUpdate();
  }

  /** Ends being busy and makes the field ready for the next customer, who may have the same code. */
  release(): void {
    this.#late?.release();
    this.busy = false;
    this.clear();
  }

  /** Takes a code that the page has got from somewhere else, as if it had been scanned. */
  accept(code: string, source: ScanFacts['source'] = 'api'): void {
    this.#request((late) => {
      late.accept(code, source);
    });
  }

  /** Presses the keys of a code, as a gun would: every `gap` ms, and `suffix` last (`null` for none). */
  simulate(code: string, manners?: GunManners): void {
    this.#request((late) => {
      late.simulate(code, manners);
    });
  }

  /**
   * Waits for the next scan, which is then nobody's payment, and tells what a shop should change on its gun. The
   * report holds no code. Without a scan it comes after `timeout` ms (15 s).
   */
  diagnose({timeout}: {readonly timeout?: number} = {}): Promise<ScanReport> {
    return new Promise((resolve) => {
      this.#request((late) => {
        resolve(late.diagnose(timeout));
      });
    });
  }

  /** Hears the guns in a frame of the same origin too, as long as this element is on the page. */
  addFrame(frame: HTMLIFrameElement): void {
    if (!frame.contentDocument)
      throw new TypeError('addFrame: this frame is of another origin, or not on the page');
    this.#request((late) => {
      late.addFrame(frame);
    });
  }

  /** Opens the camera below the field, also without its button. Browsers want a person's touch before. */
  openCamera(): void {
    this.#request((late) => {
      void late.camera.open();
    });
  }

  /** Closes it and lets the device go. */
  closeCamera(): void {
    this.#request((late) => {
      late.camera.close();
    });
  }

  /** Lets the cashier hear and feel what became of the payment, where `sound` is set. */
  signal(signal: Signal): void {
    this.#late?.signal(signal);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#hold(this.#value);
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

  protected override updated(): void {
    this.#validate();
    this.#outward.show(this.#state);
    this.#late?.announce();
  }

  /** Also waits for the engine: who awaits an update wants to scan then. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#fetching.arrival;
    return super.getUpdateComplete();
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
  get #state(): ScanState {
    return this.#late?.state ?? (this.busy ? 'busy' : 'blind');
  }

  /** The empty state keeps a single-use code from coming back with a restored form. */
  #hold(code: string): void {
    this.#value = code;
    this.#internals.setFormValue(code, '');
    this.#validate();
  }

  #validate(): void {
    const missing: ValidityStateFlags = {valueMissing: this.required && !this.#value};
    const [flags, words] = this.#complaint
      ? [{customError: true}, this.#complaint]
      : (this.#late?.complaint() ?? [missing, this.#strings.required]);
    this.#internals.setValidity(flags, words, this.#field ?? undefined);
  }

  #request(request: (late: ScanLate) => void): void {
    if (this.#late) request(this.#late);
    else this.#requests.push(request);
  }

  #arrive(late: ScanLate): void {
    this.#late = late;
    for (const request of this.#requests.splice(0)) request(late);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const {direction, language} = this.#locale;
    const strings = this.#strings;
    const state = this.#state;
    const face = this.#late?.face() ?? resting;
    const isDisabled = this.#isDisabled;
    const isOff = isDisabled || this.readonly || this.capture === 'off';
    return scanView({
      state,
      face,
      words: face.words || strings[state === 'busy' ? state : isOff ? 'off' : 'blind'],
      direction,
      language,
      label: this.label ?? (face.outerLabel ? '' : strings.label),
      placeholder: this.placeholder ?? '',
      isDisabled,
      isReadonly: this.readonly || state === 'busy',
      isRequired: this.required,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'payby-scan-input': PaybyScanInput;
  }
}
