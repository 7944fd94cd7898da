/**
 * All texts that the elements show to a person, keyed by meaning. Every key is required, so a sentence missing in one
 * language does not compile. Plurals and word order are functions.
 */
import type {CameraError} from '../core/scan/camera-errors.js';
import type {FailureCause} from '../core/order/order-status.js';
import type {TimeLeft} from '../core/order/countdown.js';
import type {Advice} from '../core/scan/scanner-diagnosis.js';
import type {Branded} from './brand.js';

/** A heading and what follows from it. */
export interface Message {
  readonly title: string;
  readonly text: string;
}

export interface CheckoutStrings {
  /** The BCP 47 tag that times are written with. */
  readonly format: string;
  /** An amount with separated thousands ("1,225.00") and its currency (ISO 4217), as `Intl` writes AED. */
  readonly money: (amount: string, currency: string) => string;
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
  /** The link into the app, which leads on a phone. */
  readonly openApp: string;
  /** The state above that link. */
  readonly waiting: string;
  /** Between the link and the code, in the middle of a sentence that the link begins. */
  readonly otherPhone: string;
}

/** Shown while status requests fail, or the browser is offline. */
export interface ConnectionStrings {
  readonly retrying: string;
  readonly offline: string;
  readonly lastChecked: (seconds: number) => string;
  readonly checkNow: string;
}

/** The list of languages to choose from; each of them is written in itself. */
export interface LanguagePickerStrings {
  readonly label: string;
}

/** The actions that the merchant carries out: cancel, extend, renew. */
export interface ActionStrings {
  readonly cancel: string;
  readonly renew: string;
  /** The same action after a payment that has failed. */
  readonly retry: string;
  readonly extend: string;
  /** For the live region, when the button for more time appears. */
  readonly endsSoon: string;
  readonly confirmCancel: string;
  readonly yesCancel: string;
  readonly doNotCancel: string;
  readonly busy: string;
  readonly notCancelled: string;
  readonly notRenewed: string;
  readonly notExtended: string;
  readonly noApp: string;
}

/** The outcome, as the server reported it. */
export interface OutcomeStrings {
  readonly paid: Message;
  readonly failed: Message;
  /** In place of `failed`, where the server has told what it failed for. */
  readonly causes: Readonly<Record<FailureCause, Message>>;
  readonly cancelled: Message;
  readonly expired: Message;
  readonly revoked: Message;
  /** Replaces the text of `expired` once the element has stopped polling. */
  readonly noLongerChecked: string;
  /** Replaces the text of `paid` when the payer had requested a cancellation. */
  readonly paidBeforeCancel: string;
}

/** The way on to the merchant's page after an outcome. */
export interface RedirectStrings {
  /** A link; the site is a host name. */
  readonly continueTo: (site: string) => string;
  /** The page goes there by itself. */
  readonly leaving: string;
  readonly stay: string;
}

/** How to pay in cash. */
export interface GuideStrings {
  readonly howTo: string;
  /** Find a store, show the code, pay, wait: four sentences. */
  readonly steps: (amount: string) => readonly [string, string, string, string];
  /** Shown with the last step of a top-up: what the payer receives. */
  readonly credited: (subject: string) => string;
  /** The heading when all of it is done. */
  readonly done: string;
}

/** The texts around the code of a cash voucher. */
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
  /** Replaces `CheckoutStrings.scanned`, which is about an app. */
  readonly scanned: (amount: string) => Message;
  readonly ended: Message;
}

/** Save, print, share, and a calendar reminder. */
export interface ExportStrings {
  readonly save: string;
  readonly print: string;
  readonly share: string;
  readonly calendar: string;
  /** What the row of them is, for assistive technology. */
  readonly label: string;
  /** A link to PayBy's own page for the order. */
  readonly page: string;
  /** The title of what is saved and printed. */
  readonly title: string;
  /** Replaces `title` for an order that is not paid in cash. */
  readonly plainTitle: string;
  readonly howTo: string;
  readonly orderNumber: string;
  readonly payBefore: (time: string) => string;
  /** UAE time, in brackets after the time in the device's zone. */
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
  /** The order's code has been replaced by another one. */
  readonly replaced: string;
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
  /** For the live region, when the search has changed. */
  readonly found: (count: number) => string;
  readonly none: string;
  readonly more: string;
  readonly directions: string;
  /** For assistive technology, where many links have the same text. */
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

/** The texts of the scan input that do not depend on a scan. */
export interface ScanStrings {
  readonly label: string;
  readonly blind: string;
  /** The page has set `capture="off"`. */
  readonly off: string;
  readonly busy: string;
  readonly required: string;
}

/** The status indicator: whether a scan would be received now, and the result of the last one. */
export interface ScanStatusStrings {
  readonly armed: string;
  readonly receiving: string;
  readonly accepted: string;
  readonly rejected: string;
  /** Why a code was rejected, and what to do about it. */
  readonly control: string;
  readonly tooShort: string;
  readonly tooLong: string;
  readonly pattern: string;
  /** Shift was held down, so that digits became symbols. */
  readonly shiftHeld: string;
  /** Replaces the text of the status indicator. */
  readonly duplicate: string;
  readonly stillBusy: string;
  /** The page has not answered what became of a code, and the field is free again. */
  readonly noAnswer: string;
  /** A code was typed, but not entered. */
  readonly notEntered: string;
  readonly reveal: string;
}

/** What a shop can change on its barcode scanner. */
export type DiagnosisStrings = Readonly<Record<Advice, string>>;

/** The camera button, which is there before the camera is loaded. */
export interface CameraButtonStrings {
  /** Also the name of the camera's panel. */
  readonly open: string;
  readonly close: string;
  readonly notLoaded: string;
}

/** The camera panel. */
export interface CameraStrings {
  readonly picture: string;
  readonly starting: string;
  readonly paused: string;
  /** How to hold the code. */
  readonly aim: string;
  readonly several: string;
  readonly torch: string;
  readonly choose: string;
  /** A camera that has no name. */
  readonly numbered: (n: number) => string;
  readonly tryAgain: string;
  readonly errors: Readonly<Record<CameraError, string>>;
}

/** One language: the exports of its file. Each element imports only the groups that it shows. */
export interface Strings {
  readonly checkout: Branded<CheckoutStrings>;
  readonly outcomes: OutcomeStrings;
  readonly connection: ConnectionStrings;
  readonly languagePicker: LanguagePickerStrings;
  readonly actions: Branded<ActionStrings>;
  readonly guide: GuideStrings;
  readonly voucher: VoucherStrings;
  readonly exportTools: Branded<ExportStrings>;
  readonly stores: StoresStrings;
  readonly sendGuide: SendGuideStrings;
  readonly redirect: RedirectStrings;
  readonly scan: ScanStrings;
  readonly scanStatus: ScanStatusStrings;
  readonly diagnosis: DiagnosisStrings;
  readonly cameraButton: CameraButtonStrings;
  readonly camera: CameraStrings;
}
