/**
 * Everything the elements say to a person, keyed by meaning. Every key is required, so a sentence missing in one
 * language does not compile. Plurals and word order are functions.
 */
import type {CameraTrouble} from '../core/camera-trouble.js';
import type {TimeLeft} from '../core/countdown.js';
import type {Advice} from '../core/wedge-diagnosis.js';

/** A heading and what follows from it. */
export interface Message {
  readonly title: string;
  readonly text: string;
}

export interface CheckoutStrings {
  /** The BCP 47 tag that amounts and times are written with. */
  readonly format: string;
  /** What the whole element is, for assistive technology. */
  readonly label: string;
  readonly idle: Message;
  readonly invalid: Message;
  /** The customer scans the page's code. */
  readonly scan: Message;
  /** A code was scanned at the counter; the customer confirms in the app. */
  readonly confirmInApp: Message;
  readonly cash: Message;
  readonly scanned: Message;
  readonly ended: Message;
  readonly settling: Message;
  readonly orderNumber: string;
  readonly timeLeft: string;
  readonly payBefore: (time: string) => string;
  /** Spelled with units, for a day and more, and hours; minutes and seconds run as digits. */
  readonly longTime: (left: TimeLeft) => string;
  readonly qrLabel: (amount: string) => string;
  readonly openApp: string;
}

/** What is said while the connection is bad, and what a payer can do then. */
export interface WeatherStrings {
  readonly retrying: string;
  readonly offline: string;
  readonly lastChecked: (seconds: number) => string;
  readonly checkNow: string;
}

/** What a payer can ask of the merchant. */
export interface ActionStrings {
  readonly cancel: string;
  readonly renew: string;
  readonly extend: string;
  /** Said when the offer of more time appears. */
  readonly endsSoon: string;
  readonly sure: string;
  readonly yesCancel: string;
  readonly keep: string;
  readonly busy: string;
  readonly notCancelled: string;
  readonly notRenewed: string;
  readonly notExtended: string;
  readonly noApp: string;
}

/** What the server has decided. */
export interface OutcomeStrings {
  readonly paid: Message;
  readonly failed: Message;
  readonly cancelled: Message;
  readonly expired: Message;
  readonly revoked: Message;
  /** Instead of the text of `expired`, when nobody asks any more. */
  readonly unwatched: string;
  /** Instead of the text of `paid`, when the payer had wished to cancel. */
  readonly cameFirst: string;
}

/** How to pay in cash. */
export interface GuideStrings {
  readonly howTo: string;
  readonly steps: (amount: string) => readonly string[];
}

/** What the scan input says before its engine is there. */
export interface ScanStrings {
  readonly label: string;
  readonly blind: string;
  /** Switched off by the page. */
  readonly off: string;
  readonly busy: string;
  readonly required: string;
}

/** What the lamp says then: will a scan land right now, and what became of the last one? */
export interface VerdictStrings {
  readonly armed: string;
  readonly receiving: string;
  readonly accepted: string;
  readonly rejected: string;
  /** Why a code was not taken, and what to do about it. */
  readonly control: string;
  readonly tooShort: string;
  readonly tooLong: string;
  readonly pattern: string;
  /** Shift was held down, so that digits became symbols. */
  readonly shiftHeld: string;
  /** Instead of the lamp's words. */
  readonly duplicate: string;
  readonly stillBusy: string;
  /** A code was typed, but not entered. */
  readonly notEntered: string;
  readonly reveal: string;
}

/** What a shop can do about its barcode gun. */
export type DiagnosisStrings = Readonly<Record<Advice, string>>;

/** What is said around the camera. */
export interface CameraStrings {
  /** The button that opens it, and the name of the panel. */
  readonly open: string;
  readonly close: string;
  readonly picture: string;
  readonly starting: string;
  readonly resting: string;
  /** How to hold the code. */
  readonly aim: string;
  readonly several: string;
  readonly torch: string;
  readonly choose: string;
  /** A camera that has no name. */
  readonly numbered: (n: number) => string;
  readonly tryAgain: string;
  readonly trouble: Readonly<Record<CameraTrouble, string>>;
}

/** One language: what its file exports. Whoever speaks takes only its own part along. */
export interface Strings {
  readonly checkout: CheckoutStrings;
  readonly outcomes: OutcomeStrings;
  readonly weather: WeatherStrings;
  readonly actions: ActionStrings;
  readonly guide: GuideStrings;
  readonly scan: ScanStrings;
  readonly verdicts: VerdictStrings;
  readonly diagnosis: DiagnosisStrings;
  readonly camera: CameraStrings;
}
