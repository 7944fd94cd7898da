/**
 * The half of the scan input that is fetched after the first paint: all that hears a gun, judges a code, makes a
 * sound or gives advice. Until it is here no scan would land, and the lamp says so.
 */
import type {ReactiveController} from 'lit';
import {watchEntry, type EntryListener} from './keyboard/field-input.js';
import {KeepFocusController} from './keyboard/keep-focus-controller.js';
import type {LocaleController} from '../shared/locale-controller.js';
import {PageHideController} from './keyboard/page-hide-controller.js';
import {hearFrame} from './keyboard/iframe-listener.js';
import {
  scanHub,
  type HubScan,
  type ReceiverSettings,
  type ReceiverState,
  type ScanReceiver,
} from './keyboard/scan-hub.js';
import {ScanSignals, type Signal} from './scan-feedback.js';
import {fireGun, type GunManners} from './keyboard/scanner-simulator.js';
import {systemClock} from '../shared/system-clock.js';
import {foldEntry, maskCode, type ScanRefusal} from '../core/scan/payment-code.js';
import {diagnose, type Advice, type Diagnosis} from '../core/scan/scanner-diagnosis.js';
import {readInserted, type Rhythm, type WedgeScan} from '../core/scan/wedge.js';
import {PaybyScanStateEvent, type ScanFacts, type ScanState} from './scan-events.js';
import * as english from '../i18n/en.js';
import type {ScanStatusStrings} from '../i18n/strings.js';
import {CameraDoor} from './camera/camera-launcher.js';
import type {PaybyScanInput} from './payby-scan-input.js';
import {ScanField} from './scan-text-field.js';
import {ScanJudgement} from './scan-handler.js';
import {lateStyles} from './scan-engine.styles.js';
import {readSettings, type ScanSettings} from './scan-settings.js';
import {iconView} from './views/state-icon-view.js';
import {revealView} from './views/reveal-button-view.js';
import type {ScanFace} from './views/scan-view.js';

/** What a shop's support asks for: how the gun was heard, without the code. */
export interface ScanReport extends Omit<Diagnosis, 'advice'> {
  /** What to change on the gun, in the language of the element; empty when it is set up well. */
  readonly advice: readonly {readonly code: Advice; readonly text: string}[];
}

/** What only the element itself can do. */
export interface ScanDesk {
  readonly internals: ElementInternals;
  readonly locale: LocaleController;
  readonly field: () => HTMLInputElement | null;
  readonly isDisabled: () => boolean;
  /** Makes it the value, without a word to anyone. */
  readonly hold: (code: string) => void;
}

const DIAGNOSIS_MS = 15_000;

const FLAGS: Readonly<Record<ScanRefusal, ValidityStateFlags>> = {
  control: {badInput: true},
  'too-short': {tooShort: true},
  'too-long': {tooLong: true},
  pattern: {patternMismatch: true},
};

/** Of a code that nobody has pressed. */
const unpressed = {reading: 'key', corrected: [], suffix: null, keys: 0, medianGap: null} as const;

export class ScanLate implements ReactiveController, ScanReceiver, EntryListener {
  readonly element: PaybyScanInput;
  readonly camera: CameraDoor;
  /** While a diagnosis is going on. */
  overhear: ((seen: HubScan | Rhythm) => void) | undefined;
  readonly #desk: ScanDesk;
  readonly #hub = scanHub(window);
  readonly #field: ScanField;
  readonly #judgement: ScanJudgement;
  readonly #signals: ScanSignals;
  readonly #frames = new Map<HTMLIFrameElement, (() => void) | undefined>();
  readonly #complaints = new Set<string>();
  #settings: ScanSettings;
  #leave: (() => void) | undefined;
  #watched: HTMLInputElement | undefined;
  #readiness: ReceiverState = 'blind';
  #announced: ScanState = 'blind';
  #isRevealed = false;
  #isTapped = false;
  #outerLabel = '';
  #diagnosis: AbortController | undefined;
  #firedUntil = 0;

  constructor(element: PaybyScanInput, desk: ScanDesk) {
    this.element = element;
    this.#desk = desk;
    this.#settings = readSettings(element);
    this.#field = new ScanField(desk.field);
    this.#signals = new ScanSignals(element, () => element.sound, window);
    this.#judgement = new ScanJudgement(element, {
      clock: systemClock,
      settings: () => this.#settings,
      strings: () => this.#strings,
      hold: (code) => {
        desk.hold(code);
        this.#show();
      },
      wipe: () => {
        this.#field.wipe();
      },
      signal: (signal) => {
        this.signal(signal);
        if (signal === 'accepted') this.camera.close();
      },
    });
    this.camera = new CameraDoor(element, {
      locale: desk.locale,
      isEnabled: () => this.isEnabled,
      take: (code) => {
        this.accept(code, 'camera', true);
      },
    });
    new PageHideController(element, () => {
      element.release();
    });
    new KeepFocusController(element, systemClock, {
      isWanted: () => this.#settings.keepFocus === 'idle' && this.isEnabled,
      isBadMoment: () => this.#readiness === 'receiving',
      take: () => {
        this.field?.focus({preventScroll: true});
      },
    });
    element.addController(this);
  }

  /* What the hub asks. */

  get field(): HTMLInputElement | null {
    return this.#field.element;
  }
  get settings(): ReceiverSettings {
    return this.#settings.receiver;
  }
  get isEnabled(): boolean {
    return !this.#desk.isDisabled() && !this.element.readonly;
  }
  get isBusy(): boolean {
    return this.#judgement.isBusy;
  }

  readonly take = (scan: HubScan): void => {
    if (this.#diagnosis)
      this.#field.wipe(); // a trial is nobody's payment
    else this.#takeScan(scan, 'wedge', scan.trusted);
  };

  readonly stateChanged = (readiness: ReceiverState): void => {
    this.#readiness = readiness;
    if (readiness === 'receiving') this.#judgement.forgetVerdict();
    else if (readiness === 'blind') this.#judgement.endVerdict();
    this.element.requestUpdate();
  };

  /* What happens in the field. */

  get mayType(): boolean {
    return this.#settings.manual === 'allow';
  }

  begins(): void {
    this.#hide();
    this.#judgement.begin();
    this.#field.show('');
  }

  drafted(): void {
    this.element.requestUpdate();
  }

  entered(text: string): void {
    if (this.#field.showsCode || !this.mayType || !this.isEnabled) return;
    const code = foldEntry(text);
    if (code) this.#judgement.entered(code);
  }

  came(text: string, source: 'insert' | 'paste', isTrusted: boolean): void {
    if (!this.isEnabled) return;
    const scan = readInserted(text);
    if (scan) this.#takeScan({...scan, text: foldEntry(scan.text)}, source, isTrusted);
    else this.accept(foldEntry(text), source, isTrusted);
  }

  /* What the page asks. */

  accept(code: string, source: ScanFacts['source'], isTrusted = false): void {
    if (this.isEnabled) this.#judgement.scanned(code, {...unpressed, source, trusted: isTrusted});
  }

  simulate(code: string, manners: GunManners = {}): void {
    const {field} = this;
    if (this.#readiness === 'blind') field?.focus(); // as who wants to scan into it would
    if (field) this.#firedUntil = fireGun(field, code, manners, this.#firedUntil);
  }

  async diagnose(timeoutMs = DIAGNOSIS_MS): Promise<ScanReport> {
    this.#diagnosis?.abort();
    const diagnosis = new AbortController();
    this.#diagnosis = diagnosis;
    let seen: HubScan | Rhythm | undefined;
    this.overhear = (burst) => {
      if (!seen || burst.keys >= seen.keys) seen = burst; // somebody may type beside it
      if ('tier' in burst || burst.keys >= this.#settings.minLength) diagnosis.abort();
    };
    await systemClock.sleep(timeoutMs, diagnosis.signal);
    if (this.#diagnosis === diagnosis) this.#diagnosis = this.overhear = undefined;
    const {advice, ...report} = diagnose(seen, this.#hub.profile);
    const words = this.#desk.locale.part('diagnosis', english.diagnosis);
    return {...report, advice: advice.map((code) => ({code, text: words[code]}))};
  }

  addFrame(frame: HTMLIFrameElement): void {
    if (!this.#frames.get(frame)) this.#frames.set(frame, this.#leave && hearFrame(this.#hub, frame));
  }

  signal(signal: Signal): void {
    this.#signals.play(signal);
  }

  /** The page has set another value. */
  valueSet(): void {
    this.#isRevealed = false;
    this.#judgement.clear();
    this.#show();
  }

  clear(): void {
    this.valueSet();
    this.#field.wipe();
  }

  release(): void {
    this.#judgement.release();
  }

  /* What the element asks. */

  get state(): ScanState {
    if (this.isBusy) return 'busy';
    return this.#readiness === 'receiving' ? 'receiving' : (this.#judgement.verdict ?? this.#readiness);
  }

  /** Tells the page what the lamp says. */
  announce(): void {
    const {state} = this;
    if (state === this.#announced) return;
    this.#announced = state;
    this.element.dispatchEvent(new PaybyScanStateEvent({state}));
  }

  face(): ScanFace {
    const {state} = this;
    const {mask, manual, keepFocus} = this.#settings;
    const hasNoKeyboard = manual === 'off' || (keepFocus === 'idle' && !this.#isTapped);
    const mayReveal = mask === 'always' || this.element.value !== '';
    return {
      words:
        this.camera.words ||
        this.#judgement.note ||
        (state === 'blind' || state === 'busy' ? '' : this.#strings[state]),
      error: this.#judgement.error,
      icon: iconView(state),
      reveal: revealView({
        label: this.#strings.reveal,
        isOffered: mask !== 'never' && mayReveal && !this.#desk.isDisabled(),
        isRevealed: this.#isRevealed,
        reveal: this.#reveal,
      }),
      camera: this.camera.button(),
      outerLabel: this.#outerLabel,
      isDotted: mask === 'always' && !this.#isRevealed && !this.#field.showsCode,
      inputMode: hasNoKeyboard ? 'none' : 'text',
    };
  }

  /** What is wrong with what stands here, besides that something is missing. */
  complaint(): readonly [ValidityStateFlags, string] | undefined {
    if (this.#field.draft) return [{badInput: true}, this.#strings.notEntered];
    const check = this.element.value === '' ? undefined : this.#judgement.check(this.element.value);
    if (!check || check.ok) return undefined;
    return [FLAGS[check.reason], this.#judgement.explain(check.reason)];
  }

  hostConnected(): void {
    this.#leave = this.#hub.add(this);
    for (const frame of this.#frames.keys()) this.#frames.set(frame, hearFrame(this.#hub, frame));
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#readiness = 'blind';
    for (const [frame, end] of this.#frames) {
      end?.();
      this.#frames.set(frame, undefined);
    }
    this.#diagnosis?.abort();
  }

  hostUpdate(): void {
    this.camera.check();
    this.#settings = readSettings(this.element);
    const labels = Array.from(this.#desk.internals.labels, ({textContent}) => textContent?.trim());
    this.#outerLabel = labels.filter(Boolean).join(' ');
    this.#settings.mistakes.forEach(this.#complain);
    const {form} = this.#desk.internals;
    if (form?.method === 'get' && this.element.name)
      this.#complain(
        'the form sends the code in an address, which is kept in histories and logs: use method="post"',
      );
  }

  hostUpdated(): void {
    const {field} = this;
    if (field && field !== this.#watched) {
      this.#watched = field;
      this.#dress(field.getRootNode());
      watchEntry(field, this);
      field.addEventListener('pointerdown', this.#wantKeyboard);
      field.addEventListener('blur', this.#releaseKeyboard);
    }
    this.#show();
    this.#hub.refresh();
  }

  get #strings(): ScanStatusStrings {
    return this.#desk.locale.part('scanStatus', english.scanStatus);
  }

  #takeScan(scan: WedgeScan, source: 'wedge' | 'insert' | 'paste', trusted: boolean): void {
    const {reading, corrected, keys, medianGap} = scan;
    const facts = {source, trusted, reading, corrected, suffix: scan.suffix || null, keys, medianGap};
    this.#isRevealed = false;
    this.#judgement.scanned(scan.text, facts, scan.held && this.#strings.shiftHeld);
  }

  #dress(root: Node): void {
    if (!(root instanceof ShadowRoot)) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(lateStyles);
    root.adoptedStyleSheets.push(sheet);
  }

  /** Shows as much of the code as may be seen now. */
  #show(): void {
    const code = this.element.value || this.#judgement.codeInWork;
    const isPlain = this.#isRevealed || this.#settings.mask === 'never';
    this.#field.show(code && !isPlain ? maskCode(code) : code);
  }

  readonly #reveal = (isRevealed: boolean): void => {
    this.#isRevealed = isRevealed;
    this.element.requestUpdate();
  };

  #hide(): void {
    this.#isRevealed = false;
  }

  /** Only a finger on the field asks for the keyboard on the screen. */
  readonly #wantKeyboard = (): void => {
    this.#isTapped = true;
    if (this.mayType && this.field) this.field.inputMode = 'text'; // before the tap decides about it
    this.element.requestUpdate();
  };
  readonly #releaseKeyboard = (): void => {
    this.#isTapped = false;
    this.element.requestUpdate();
  };

  /** Once each. */
  readonly #complain = (mistake: string): void => {
    if (this.#complaints.has(mistake)) return;
    this.#complaints.add(mistake);
    console.warn(`payby-scan-input: ${mistake}`, this.element);
  };
}
