/**
 * Everything the elements say to a person, keyed by meaning. Every key is required, so a sentence missing in one
 * language does not compile. Plurals and word order are functions.
 */
import type {CameraTrouble} from '../core/scan/camera-errors.js';
import type {TimeLeft} from '../core/order/countdown.js';
import type {Advice} from '../core/scan/scanner-diagnosis.js';

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
  /** Find a store, show the code, pay, wait: four sentences. */
  readonly steps: (amount: string) => readonly [string, string, string, string];
  /** Said with the last step of a top-up: what comes of the payment. */
  readonly credited: (subject: string) => string;
  /** The heading when all of it is done. */
  readonly done: string;
}

/** What a voucher for cash says around its code. */
export interface VoucherStrings {
  readonly payBefore: string;
  /** A moment by the clock of the Emirates. */
  readonly uaeTime: (time: string) => string;
  readonly orderTime: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly enlarge: string;
  readonly showCashier: string;
  readonly close: string;
  /** Instead of the words for an app. */
  readonly scanned: (amount: string) => Message;
  readonly ended: Message;
}

/** What a payer can do to take the voucher along. */
export interface KeepStrings {
  readonly save: string;
  readonly print: string;
  readonly share: string;
  readonly calendar: string;
  /** What the row of them is, for assistive technology. */
  readonly label: string;
  /** The title of what is saved and printed. */
  readonly title: string;
  /** The same for what is not paid in cash. */
  readonly plainTitle: string;
  readonly howTo: string;
  readonly orderNumber: string;
  readonly payBefore: (time: string) => string;
  /** In brackets behind a time by the device's clock. */
  readonly inEmirates: (time: string) => string;
  /** The few steps that go with the code, without the page around it. */
  readonly steps: (amount: string) => readonly string[];
  readonly imageLabel: (amount: string) => string;
  /** Over an image that this browser does not let a page save. */
  readonly holdToSave: Message;
  readonly close: string;
  readonly saved: string;
  readonly notSaved: string;
  readonly notPrinted: string;
  readonly copied: string;
  readonly notShared: string;
  readonly reminder: (amount: string) => string;
}

/** Partner stores. */
export interface StoresStrings {
  readonly title: string;
  readonly search: string;
  readonly nearMe: string;
  readonly finding: string;
  readonly nearestFirst: string;
  readonly refused: string;
  readonly noPlace: string;
  /** How many are found, said when the search has changed. */
  readonly found: (count: number) => string;
  readonly none: string;
  readonly more: string;
  readonly directions: string;
  /** For assistive technology, where many links say the same. */
  readonly directionsTo: (name: string) => string;
  readonly call: (name: string, phone: string) => string;
  readonly meters: (count: string) => string;
  readonly kilometers: (count: string) => string;
  readonly loading: string;
  readonly unreachable: string;
  readonly tryAgain: string;
}

/** The form that sends the guide to a phone. */
export interface SendGuideStrings {
  readonly open: string;
  readonly label: string;
  readonly hint: string;
  readonly send: string;
  readonly invalid: string;
  readonly sending: string;
  readonly sent: string;
  readonly notSent: string;
  /** One message a minute. */
  readonly wait: (seconds: number) => string;
  readonly unreachable: string;
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
  readonly voucher: VoucherStrings;
  readonly keep: KeepStrings;
  readonly stores: StoresStrings;
  readonly sendGuide: SendGuideStrings;
  readonly scan: ScanStrings;
  readonly verdicts: VerdictStrings;
  readonly diagnosis: DiagnosisStrings;
  readonly camera: CameraStrings;
}
