/**
 * Connects the parts of a scan input: what the keyboard hub, the camera and the field deliver goes to the handler,
 * and the states of the handler, the hub and the camera become the status of the element.
 */
import type {ReactiveController} from 'lit';
import type {Problem} from '../core/errors.js';
import {codeOfEntry, codeOfInserted, maskCode, type ScanRefusal} from '../core/scan/payment-code.js';
import type {BurstTiming} from '../core/scan/wedge-types.js';
import {readInserted} from '../core/scan/wedge.js';
import * as english from '../i18n/en.js';
import type {ScanStatusStrings} from '../i18n/strings.js';
import {LazyPart} from '../shared/lazy-part.js';
import type {LocaleController} from '../shared/locale-controller.js';
import {systemClock} from '../shared/system-clock.js';
import type {CameraLauncher} from './camera/camera-launcher.js';
import type {ScanReport} from './diagnosis.lazy.js';
import {watchField, type FieldListener} from './keyboard/field-input.js';
import {listenInFrame} from './keyboard/iframe-listener.js';
import type {KeepFocusController} from './keyboard/keep-focus-controller.js';
import {onPageHide} from './keyboard/page-hide.js';
import {onPagePaste} from './keyboard/page-paste.js';
import {
  scanHub,
  type HubScan,
  type ReceiverSettings,
  type ReceiverState,
  type ScanReceiver,
} from './keyboard/scan-hub.js';
import {simulateScan, type SimulateOptions} from './keyboard/scanner-simulator.js';
import type {ScanElement} from './scan-element.js';
import {PaybyScanLeakEvent, PaybyScanStateEvent, type ScanFacts, type ScanState} from './scan-events.js';
import type {ScanFeedback, Signal} from './scan-feedback.lazy.js';
import {ScanHandler} from './scan-handler.js';
import {readSettings, type ScanSettings} from './scan-settings.js';
import {ScanTextField} from './scan-text-field.js';
import {revealButtonView} from './views/reveal-button-view.js';
import type {ScanStatus} from './views/scan-view.js';
import {stateIconView} from './views/state-icon-view.js';

/** What the element keeps private and the engine needs. */
export interface ScanEngineOptions {
  readonly internals: Pick<ElementInternals, 'form' | 'labels'>;
  readonly locale: LocaleController;
  /** The inner `<input>`, once it is rendered. */
  readonly field: () => HTMLInputElement | null;
  /** By its own attribute or by a fieldset. */
  readonly isDisabled: () => boolean;
  /** Sets the value of the element to a code that has been checked, without an event. */
  readonly setCheckedValue: (code: string) => void;
}

/** How long `diagnose()` waits for a scan, ms. */
const DIAGNOSIS_MS = 15_000;

const VALIDITY_FLAGS: Readonly<Record<ScanRefusal, ValidityStateFlags>> = {
  control: {badInput: true},
  'too-short': {tooShort: true},
  'too-long': {tooLong: true},
  pattern: {patternMismatch: true},
};

/** Facts of a code that did not come from key presses. */
const withoutKeys = {
  reading: 'key',
  corrected: [],
  suffix: null,
  keys: 0,
  leaked: 0,
  medianGap: null,
} as const;

type FeedbackModule = typeof import('./scan-feedback.lazy.js');
type KeepFocusModule = typeof import('./keyboard/keep-focus.lazy.js');
type CameraModule = typeof import('./camera/camera-button.lazy.js');
type DiagnosisModule = typeof import('./diagnosis.lazy.js');

export class ScanEngine implements ReactiveController, ScanReceiver, FieldListener {
  readonly element: ScanElement;
  /** Set while a diagnosis is running. */
  onBurst: ((burst: HubScan | BurstTiming) => void) | undefined;
  readonly #options: ScanEngineOptions;
  readonly #hub = scanHub(window);
  readonly #field: ScanTextField;
  readonly #handler: ScanHandler;
  readonly #feedback: LazyPart<FeedbackModule, ScanFeedback>;
  readonly #camera: LazyPart<CameraModule, CameraLauncher>;
  readonly #keepFocus: LazyPart<KeepFocusModule, KeepFocusController>;
  readonly #diagnosisPart: LazyPart<DiagnosisModule, DiagnosisModule>;
  /** Frames to listen in, and how to stop; `undefined` while the element is not on the page. */
  readonly #frames = new Map<HTMLIFrameElement, (() => void) | undefined>();
  /** Warnings that have been logged: each one only once. */
  readonly #warnings = new Set<string>();
  #settings: ScanSettings;
  #leaveHub: (() => void) | undefined;
  #watchedField: HTMLInputElement | undefined;
  #receiverState: ReceiverState = 'blind';
  #notifiedState: ScanState = 'blind';
  #isRevealed = false;
  /** A person tapped the field, so it may open the screen keyboard. */
  #isTapped = false;
  #outerLabel = '';
  /** The page has opened the camera, and has not closed it since. */
  #isCameraWanted = false;
  #diagnosis: AbortController | undefined;
  /** When the keys of the last simulated scan end, as events count, ms. */
  #simulatedUntil = 0;

  constructor(element: ScanElement, options: ScanEngineOptions) {
    this.element = element;
    this.#options = options;
    this.#settings = readSettings(element);
    this.#field = new ScanTextField(options.field);
    const common = {
      clock: systemClock,
      reportProblem: ({message, cause}: Problem) => {
        console.error(`payby-scan-input: ${message}`, cause, element);
      },
    };
    this.#feedback = new LazyPart(element, {
      ...common,
      file: 'scan-feedback.lazy.js',
      load: () => import('./scan-feedback.lazy.js'),
      create: ({ScanFeedback}: FeedbackModule) => new ScanFeedback(element, () => element.sound, window),
    });
    this.#diagnosisPart = new LazyPart(element, {
      ...common,
      file: 'diagnosis.lazy.js',
      load: () => import('./diagnosis.lazy.js'),
      create: (module: DiagnosisModule) => module,
    });
    this.#handler = new ScanHandler(element, {
      clock: systemClock,
      settings: () => this.#settings,
      strings: () => this.#strings,
      setCheckedValue: (code) => {
        options.setCheckedValue(code);
        this.#showCode();
      },
      clearDraft: () => {
        this.#field.clearDraft();
      },
      signal: (signal) => {
        this.signal(signal);
        if (signal === 'accepted') this.closeCamera();
      },
      logRejections: (causes, code) => {
        for (const cause of causes)
          void this.#diagnosisPart
            .use(({rejectionText}) => rejectionText(cause, code))
            .catch(() => 'A waitUntil() promise was rejected.') // LazyPart has reported why there is no more to say
            .then(this.#warn);
      },
    });
    this.#camera = new LazyPart(element, {
      ...common,
      file: 'camera-button.lazy.js',
      load: () => import('./camera/camera-button.lazy.js'),
      create: ({launcherFor}: CameraModule) =>
        launcherFor(element, {
          ...common,
          locale: options.locale,
          isEnabled: () => this.isEnabled,
          onCode: (code) => {
            this.accept(code, 'camera', true);
          },
        }),
    });
    onPagePaste(element, (text, {isTrusted, timeStamp}) => {
      // Of several elements only one is armed
      const isCode =
        this.#receiverState === 'armed' &&
        this.settings.capture === 'page' &&
        this.#isConstrained &&
        this.#isCode(this.#readInserted(text).text);
      if (!isCode) return false;
      this.onInserted(text, 'paste', isTrusted);
      this.#hub.expectSuffix(timeStamp);
      return true;
    });
    onPageHide(element, () => {
      element.release();
    });
    this.#keepFocus = new LazyPart(element, {
      ...common,
      file: 'keep-focus.lazy.js',
      load: () => import('./keyboard/keep-focus.lazy.js'),
      create: (module: KeepFocusModule) =>
        new module.KeepFocusController(element, systemClock, {
          isWanted: () => this.#settings.keepFocus === 'idle' && this.isEnabled,
          mustWait: () => this.#receiverState === 'receiving',
          takeFocus: () => {
            this.field?.focus({preventScroll: true});
          },
        }),
    });
    element.addController(this);
  }

  /* ScanReceiver: called by the hub. */

  get field(): HTMLInputElement | null {
    return this.#field.element;
  }
  get settings(): ReceiverSettings {
    return this.#settings.receiver;
  }
  get isEnabled(): boolean {
    return !this.#options.isDisabled() && !this.element.readonly;
  }

  readonly onScan = (scan: HubScan): void => {
    const {leaked, startedAt} = scan;
    if (leaked) this.element.dispatchEvent(new PaybyScanLeakEvent({leaked, startedAt}));
    if (this.#diagnosis)
      this.#field.clearDraft(); // a trial scan is not a payment
    else {
      const {text, held, trusted, reading, corrected, suffix, keys, medianGap} = scan;
      const facts = {
        source: 'wedge' as const,
        trusted,
        reading,
        corrected,
        suffix: suffix || null,
        keys,
        leaked,
        medianGap,
      };
      this.#isRevealed = false;
      this.#handler.handleScan(text, facts, held && this.#strings.shiftHeld);
    }
  };

  readonly onStateChange = (state: ReceiverState): void => {
    this.#receiverState = state;
    if (state === 'receiving') this.#handler.clearResult();
    else if (state === 'blind') this.#handler.clearOutcome();
    this.element.requestUpdate();
  };

  /* FieldListener: called for what happens in the field besides scanned keys. */

  get mayType(): boolean {
    return this.#settings.manual === 'allow';
  }

  onEditStart(): void {
    this.#isRevealed = false;
    this.#handler.handleEditStart();
    this.#field.show('');
  }

  onDraftChange(): void {
    this.element.requestUpdate();
  }

  onEntered(text: string): void {
    if (this.#field.showsCode || !this.mayType || !this.isEnabled) return;
    const code = codeOfEntry(text, this.#isConstrained ? this.#isCode : undefined);
    if (code) this.#handler.handleEntry(code);
  }

  onInserted(text: string, source: 'insert' | 'paste', isTrusted: boolean): void {
    if (!this.isEnabled) return;
    const {text: code, corrected} = this.#readInserted(text);
    this.#isRevealed = false;
    this.#handler.handleScan(code, {...withoutKeys, corrected, source, trusted: isTrusted});
  }

  /* Public methods of the element. */

  accept(code: string, source: ScanFacts['source'], isTrusted = false): void {
    if (this.isEnabled) this.#handler.handleScan(code, {...withoutKeys, source, trusted: isTrusted});
  }

  simulate(code: string, options: SimulateOptions = {}): void {
    const {field} = this;
    if (this.#receiverState === 'blind') field?.focus(); // as a person would before scanning into it
    if (field) this.#simulatedUntil = simulateScan(field, code, options, this.#simulatedUntil);
  }

  async diagnose(timeoutMs = DIAGNOSIS_MS): Promise<ScanReport> {
    this.#diagnosis?.abort();
    const diagnosis = new AbortController();
    this.#diagnosis = diagnosis;
    let longest: HubScan | BurstTiming | undefined;
    this.onBurst = (burst) => {
      if (!longest || burst.keys >= longest.keys) longest = burst; // a person may type meanwhile
      if ('tier' in burst || burst.keys >= this.#settings.minLength) diagnosis.abort();
    };
    await systemClock.sleep(timeoutMs, diagnosis.signal);
    if (this.#diagnosis === diagnosis) this.#diagnosis = this.onBurst = undefined;
    return this.#diagnosisPart.use(({createReport}) =>
      createReport(longest, this.#hub.profile, this.#options.locale),
    );
  }

  addFrame(frame: HTMLIFrameElement): void {
    if (!this.#frames.get(frame)) this.#frames.set(frame, this.#leaveHub && listenInFrame(this.#hub, frame));
  }

  openCamera(): void {
    this.#isCameraWanted = true;
    void this.#camera
      .use((camera) => {
        if (this.#isCameraWanted) camera.open();
      })
      .catch(this.closeCamera); // LazyPart has reported the cause
  }

  readonly closeCamera = (): void => {
    this.#isCameraWanted = false;
    this.#camera.part?.close();
  };

  signal(signal: Signal): void {
    this.#feedback.part?.play(signal);
  }

  /** The page has set another value. */
  handleValueSet(): void {
    this.#isRevealed = false;
    this.#handler.clear();
    this.#showCode();
  }

  clear(): void {
    this.handleValueSet();
    this.#field.clearDraft();
  }

  release(): void {
    this.#handler.release();
  }

  /* What the element shows and reports. */

  get state(): ScanState {
    if (this.#handler.isBusy) return 'busy';
    return this.#receiverState === 'receiving' ? 'receiving' : (this.#handler.outcome ?? this.#receiverState);
  }

  /** Dispatches `payby-scan-state` when the state has changed. */
  notifyState(): void {
    const {state} = this;
    if (state === this.#notifiedState) return;
    this.#notifiedState = state;
    this.element.dispatchEvent(new PaybyScanStateEvent({state}));
  }

  status(): ScanStatus {
    const {state} = this;
    const {mask, manual, keepFocus} = this.#settings;
    const hasNoKeyboard = manual === 'off' || (keepFocus === 'idle' && !this.#isTapped);
    const mayReveal = mask === 'always' || this.element.value !== '';
    const offersCamera = this.element.camera && this.isEnabled;
    return {
      state,
      status: (this.#camera.part?.error ?? '') || this.#handler.ignoredText || this.#statusText(state),
      error: this.#handler.error,
      icon: stateIconView(state),
      reveal: revealButtonView({
        label: this.#strings.reveal,
        isOffered: mask !== 'never' && mayReveal && !this.#options.isDisabled(),
        isRevealed: this.#isRevealed,
        reveal: this.#reveal,
      }),
      offersCamera,
      camera: offersCamera ? this.#camera.part?.button() : undefined,
      outerLabel: this.#outerLabel,
      isDotted: mask === 'always' && !this.#isRevealed && !this.#field.showsCode,
      inputMode: hasNoKeyboard ? 'none' : 'text',
    };
  }

  /** What is wrong with the value or the draft, except that a required value is missing. */
  problem(): readonly [flags: ValidityStateFlags, message: string] | undefined {
    if (this.#field.draft) return [{badInput: true}, this.#strings.notEntered];
    const check = this.element.value === '' ? undefined : this.#handler.check(this.element.value);
    if (!check || check.ok) return undefined;
    return [VALIDITY_FLAGS[check.reason], this.#handler.explain(check.reason)];
  }

  hostConnected(): void {
    this.#settings = readSettings(this.element); // the hub reads them at once
    this.#leaveHub = this.#hub.add(this);
    for (const frame of this.#frames.keys()) this.#frames.set(frame, listenInFrame(this.#hub, frame));
  }

  hostDisconnected(): void {
    this.#leaveHub?.();
    this.#leaveHub = undefined;
    this.#receiverState = 'blind';
    for (const [frame, stop] of this.#frames) {
      stop?.();
      this.#frames.set(frame, undefined);
    }
    this.#diagnosis?.abort();
    this.#handler.clearOutcome();
  }

  hostUpdate(): void {
    this.#camera.part?.closeIfDisabled();
    this.#settings = readSettings(this.element);
    const {form, labels} = this.#options.internals;
    this.#outerLabel = Array.from(labels, ({textContent}) => textContent?.trim())
      .filter(Boolean)
      .join(' ');
    this.#settings.warnings.forEach(this.#warnOnce);
    if (form?.method === 'get' && this.element.name)
      this.#warnOnce('The form sends the code in its URL. Set method="post".');
  }

  hostUpdated(): void {
    if (this.element.sound) this.#feedback.start();
    if (this.element.camera) this.#camera.start();
    if (this.#settings.keepFocus === 'idle') this.#keepFocus.start();
    const {field} = this;
    if (field && field !== this.#watchedField) {
      this.#watchedField = field;
      watchField(field, this);
      field.addEventListener('pointerdown', this.#allowKeyboard);
      field.addEventListener('blur', this.#withdrawKeyboard);
    }
    this.#showCode();
    this.#hub.refresh();
  }

  get #strings(): ScanStatusStrings {
    return this.#options.locale.part('scanStatus', english.scanStatus);
  }

  /** The page has said what its codes look like. */
  get #isConstrained(): boolean {
    const {lengths, pattern} = this.settings;
    return lengths.length > 0 || pattern !== null;
  }
  readonly #isCode = (text: string): boolean => this.#handler.check(text).ok;

  #readInserted(text: string): ReturnType<typeof readInserted> {
    const isCode = (code: string): boolean => this.#isCode(readInserted(code).text);
    return readInserted(codeOfInserted(text, this.#isConstrained ? isCode : undefined));
  }

  #statusText(state: ScanState): string {
    if (state !== 'blind' && state !== 'busy') return this.#strings[state];
    const isOff = state === 'blind' && !(this.isEnabled && this.settings.capture !== 'off');
    return this.#options.locale.part('scan', english.scan)[isOff ? 'off' : state];
  }

  /** Shows the code masked, unless it is revealed or never masked. */
  #showCode(): void {
    const code = this.#handler.pendingCode || this.element.value;
    const isPlain = this.#isRevealed || this.#settings.mask === 'never';
    this.#field.show(code && !isPlain ? maskCode(code) : code);
  }

  readonly #reveal = (isRevealed: boolean): void => {
    this.#isRevealed = isRevealed;
    this.element.requestUpdate();
  };

  /** Only a tap on the field opens the screen keyboard. */
  readonly #allowKeyboard = (): void => {
    this.#isTapped = true;
    if (this.mayType && this.field) this.field.inputMode = 'text'; // the browser decides during the tap
    this.element.requestUpdate();
  };
  readonly #withdrawKeyboard = (): void => {
    this.#isTapped = false;
    this.element.requestUpdate();
  };

  readonly #warn = (message: string): void => {
    console.warn(`payby-scan-input: ${message}`, this.element);
  };

  readonly #warnOnce = (message: string): void => {
    if (!this.#warnings.has(message)) this.#warn(message);
    this.#warnings.add(message);
  };
}
