/**
 * The types of the elements for every template language. Generated from their doc blocks by scripts/framework-types.mjs:
 * `npm run docs:api` writes it again.
 */
import type {
  PaybyActionEvent,
  PaybyChangeEvent,
  PaybyCheckout,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyManualEvent,
  PaybyReadyEvent,
  PaybyRedirectEvent,
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanInput,
  PaybyScanLeakEvent,
  PaybyScanRejectEvent,
  PaybyScanStateEvent,
  PaybySuccessEvent,
} from '../pure.js';

/** The properties of `<payby-checkout>` that a page may set. */
export interface CheckoutProperties {
  /** Address of the merchant's status endpoint, absolute or relative to the page; `{merchantOrderNo}` and `{orderNo}` are replaced, URL-encoded. `null` by default: nothing is polled. */
  statusUrl?: PaybyCheckout['statusUrl'] | undefined;
  /** Address of the merchant's stream (Server-Sent Events), with the placeholders and payloads of `statusUrl`. `null` by default: no stream. */
  streamUrl?: PaybyCheckout['streamUrl'] | undefined;
  /** Credentials mode of the requests to `statusUrl` and `streamUrl`, as in `fetch`; `same-origin` by default. */
  credentials?: PaybyCheckout['credentials'] | undefined;
  /** A function that is called instead of a request to `statusUrl`; `null` by default. */
  statusSource?: PaybyCheckout['statusSource'] | undefined;
  /** Which status is the success: `paid` (`PAID_SUCCESS` or `SETTLED`, the default) or `settled` (`SETTLED` only). */
  successOn?: PaybyCheckout['successOn'] | undefined;
  /** Where to go after a success: an https address or one of this origin, absolute or relative to the page. `{merchantOrderNo}`, `{orderNo}` and `{status}` are replaced, URL-encoded. `null`, the default, for nowhere. */
  successUrl?: PaybyCheckout['successUrl'] | undefined;
  /** The same after `payby-failure`. */
  failureUrl?: PaybyCheckout['failureUrl'] | undefined;
  /** Language tag; `null`, the default, for the nearest `lang`, then the browser's languages. */
  locale?: PaybyCheckout['locale'] | undefined;
  /** Tags of the languages that the payer may choose from, separated by blanks; `null`, the default, for no choice. */
  languages?: PaybyCheckout['languages'] | undefined;
  /** The names that payers and cashiers know PayBy by, where they are not "PayBy", "BOTIM" and "PayBy POS": `{payby?, botim?, pos?}`, each of at most 40 characters. `null` by default. */
  brand?: PaybyCheckout['brand'] | undefined;
  /** Names of the optional actions to offer, separated by blanks; `null`, the default, by scene and device. */
  actions?: PaybyCheckout['actions'] | undefined;
  /** Partner stores of a cash top-up: a list of `PartnerStore`, `{name, address?, phone?, hours?, latitude?, longitude?, mapUrl?}`, or such a list as JSON. `null` by default. */
  stores?: PaybyCheckout['stores'] | undefined;
  /** Address of the same list as JSON, instead of `stores`; `null` by default. */
  storesUrl?: PaybyCheckout['storesUrl'] | undefined;
  /** Stores a cash voucher over a reload under this name, in `localStorage`; `null`, the default, stores nothing. */
  persist?: PaybyCheckout['persist'] | undefined;
  /** The order to show: a CheckoutOrder, PayBy's create-order answer as it came, or either as JSON. Another order ends all work for the previous one; `null`, the default, clears. Never throws: an invalid order dispatches `payby-error`. */
  order?: PaybyCheckout['order'] | undefined;
}

/** What a template may write on `<payby-checkout>`: attributes, and the properties that have none. */
export interface CheckoutAttributes {
  /** Address of the merchant's status endpoint, absolute or relative to the page; `{merchantOrderNo}` and `{orderNo}` are replaced, URL-encoded. `null` by default: nothing is polled. */
  'status-url'?: PaybyCheckout['statusUrl'] | undefined;
  /** Address of the merchant's stream (Server-Sent Events), with the placeholders and payloads of `statusUrl`. `null` by default: no stream. */
  'stream-url'?: PaybyCheckout['streamUrl'] | undefined;
  /** Credentials mode of the requests to `statusUrl` and `streamUrl`, as in `fetch`; `same-origin` by default. */
  credentials?: PaybyCheckout['credentials'] | undefined;
  /** A function that is called instead of a request to `statusUrl`; `null` by default. */
  statusSource?: PaybyCheckout['statusSource'] | undefined;
  /** Which status is the success: `paid` (`PAID_SUCCESS` or `SETTLED`, the default) or `settled` (`SETTLED` only). */
  'success-on'?: PaybyCheckout['successOn'] | undefined;
  /** Where to go after a success: an https address or one of this origin, absolute or relative to the page. `{merchantOrderNo}`, `{orderNo}` and `{status}` are replaced, URL-encoded. `null`, the default, for nowhere. */
  'success-url'?: PaybyCheckout['successUrl'] | undefined;
  /** The same after `payby-failure`. */
  'failure-url'?: PaybyCheckout['failureUrl'] | undefined;
  /** Language tag; `null`, the default, for the nearest `lang`, then the browser's languages. */
  locale?: PaybyCheckout['locale'] | undefined;
  /** Tags of the languages that the payer may choose from, separated by blanks; `null`, the default, for no choice. */
  languages?: PaybyCheckout['languages'] | undefined;
  /** The names that payers and cashiers know PayBy by, where they are not "PayBy", "BOTIM" and "PayBy POS": `{payby?, botim?, pos?}`, each of at most 40 characters. `null` by default. */
  brand?: PaybyCheckout['brand'] | undefined;
  /** Names of the optional actions to offer, separated by blanks; `null`, the default, by scene and device. */
  actions?: PaybyCheckout['actions'] | undefined;
  /** Partner stores of a cash top-up: a list of `PartnerStore`, `{name, address?, phone?, hours?, latitude?, longitude?, mapUrl?}`, or such a list as JSON. `null` by default. */
  stores?: PaybyCheckout['stores'] | undefined;
  /** Address of the same list as JSON, instead of `stores`; `null` by default. */
  'stores-url'?: PaybyCheckout['storesUrl'] | undefined;
  /** Stores a cash voucher over a reload under this name, in `localStorage`; `null`, the default, stores nothing. */
  persist?: PaybyCheckout['persist'] | undefined;
  /** The order to show: a CheckoutOrder, PayBy's create-order answer as it came, or either as JSON. Another order ends all work for the previous one; `null`, the default, clears. Never throws: an invalid order dispatches `payby-error`. */
  order?: PaybyCheckout['order'] | undefined;
}

/** The events of `<payby-checkout>`. */
export interface CheckoutEvents {
  /** An order is shown */
  'payby-ready': PaybyReadyEvent;
  /** The phase or the connection has changed */
  'payby-change': PaybyChangeEvent;
  /** The server reports the order as paid (or settled); once per order */
  'payby-success': PaybySuccessEvent;
  /** Failed, cancelled, expired or revoked; once each */
  'payby-failure': PaybyFailureEvent;
  /** The payer requests an action of the merchant; answer with `respondWith()` */
  'payby-action': PaybyActionEvent;
  /** The page is about to go to `success-url` or `failure-url`; prevent it to stay */
  'payby-redirect': PaybyRedirectEvent;
  /** An integration error, or a connection problem that persists. Never an outcome */
  'payby-error': PaybyErrorEvent;
}

/** The attribute of each property; `null`: it has none. */
export const checkoutProperties = {
  statusUrl: 'status-url',
  streamUrl: 'stream-url',
  credentials: 'credentials',
  statusSource: null,
  successOn: 'success-on',
  successUrl: 'success-url',
  failureUrl: 'failure-url',
  locale: 'locale',
  languages: 'languages',
  brand: 'brand',
  actions: 'actions',
  stores: null,
  storesUrl: 'stores-url',
  persist: 'persist',
  order: 'order',
} as const satisfies {readonly [P in keyof Required<CheckoutProperties>]: string | null};

export const checkoutEvents = [
  'payby-ready',
  'payby-change',
  'payby-success',
  'payby-failure',
  'payby-action',
  'payby-redirect',
  'payby-error',
] as const satisfies readonly (keyof CheckoutEvents)[];

/** The properties of `<payby-scan-input>` that a page may set. */
export interface ScanInputProperties {
  /** Name in the form. Default `null`. */
  name?: PaybyScanInput['name'] | undefined;
  /** Whether the form is invalid without a code. Default false. */
  required?: PaybyScanInput['required'] | undefined;
  /** Whether scans and typing are not accepted. Default false. */
  disabled?: PaybyScanInput['disabled'] | undefined;
  /** Whether the code is shown, but scans and typing are not accepted. Default false. */
  readonly?: PaybyScanInput['readonly'] | undefined;
  /** Label of the field. Default `null`: the element's own text, in its language. */
  label?: PaybyScanInput['label'] | undefined;
  /** Text shown while the field is empty. Default `null`. */
  placeholder?: PaybyScanInput['placeholder'] | undefined;
  /** Which scans are received: all on the `page`, those into the field in `focus`, or none (`off`). Default `page`. */
  capture?: PaybyScanInput['capture'] | undefined;
  /** What happens to a scan typed into another field: `restore` receives it and restores that field. Default `restore`. */
  otherFields?: PaybyScanInput['otherFields'] | undefined;
  /** Shorter codes are refused, in characters. Default 8. */
  minLength?: PaybyScanInput['minLength'] | undefined;
  /** Longer codes are refused, in characters. Default 128. */
  maxLength?: PaybyScanInput['maxLength'] | undefined;
  /** The only lengths that a code may have: numbers separated by blanks or commas. Default `null`: any. */
  length?: PaybyScanInput['length'] | undefined;
  /** A regular expression that the whole code must match. Default `null`. */
  pattern?: PaybyScanInput['pattern'] | undefined;
  /** The keyboard layout that the scanners are set to. Default `auto`: found out per scan. */
  scannerLayout?: PaybyScanInput['scannerLayout'] | undefined;
  /** Name of the key that the scanners press before a code, as `F9` or `Ctrl+B`. Default `null`: none. */
  prefix?: PaybyScanInput['prefix'] | undefined;
  /** Name of the key that the scanners press after a code. Default `null`: found out per scan. */
  suffix?: PaybyScanInput['suffix'] | undefined;
  /** Within this time the same code is ignored when scanned again, in ms. Default 5000. */
  dedupe?: PaybyScanInput['dedupe'] | undefined;
  /** How long a promise given to `waitUntil` keeps the field busy at most, in ms. Default 60,000. */
  busyTimeout?: PaybyScanInput['busyTimeout'] | undefined;
  /** Whether a person may type a code: `allow` or `off`. Default `allow`. */
  manual?: PaybyScanInput['manual'] | undefined;
  /** When the code is shown as dots: `after-scan`, `always` or `never`. Default `after-scan`. */
  mask?: PaybyScanInput['mask'] | undefined;
  /** Whether an accepted code submits the form. Default false. */
  submitOnScan?: PaybyScanInput['submitOnScan'] | undefined;
  /** Whether the field takes the focus back when nothing else uses it (`idle`). Default `none`. */
  keepFocus?: PaybyScanInput['keepFocus'] | undefined;
  /** Whether the element plays sounds and vibrates, after a person has touched the page. Default false. */
  sound?: PaybyScanInput['sound'] | undefined;
  /** Whether the field offers the camera. Default false. */
  camera?: PaybyScanInput['camera'] | undefined;
  /** URL of `zxing_reader.wasm`. Default `null`: beside the package's own file. */
  wasmUrl?: PaybyScanInput['wasmUrl'] | undefined;
  /** Whether a code is being processed; scans are ignored then. The page may set it too. Default false. */
  busy?: PaybyScanInput['busy'] | undefined;
  /** Language tag. Default `null`: the nearest `lang`, else the browser's languages. */
  locale?: PaybyScanInput['locale'] | undefined;
  /** The last accepted code, or the empty string. Never reflected to an attribute. Setting it dispatches no event. */
  value?: PaybyScanInput['value'] | undefined;
}

/** What a template may write on `<payby-scan-input>`: attributes, and the properties that have none. */
export interface ScanInputAttributes {
  /** Name in the form. Default `null`. */
  name?: PaybyScanInput['name'] | undefined;
  /** Whether the form is invalid without a code. Default false. */
  required?: PaybyScanInput['required'] | undefined;
  /** Whether scans and typing are not accepted. Default false. */
  disabled?: PaybyScanInput['disabled'] | undefined;
  /** Whether the code is shown, but scans and typing are not accepted. Default false. */
  readonly?: PaybyScanInput['readonly'] | undefined;
  /** Label of the field. Default `null`: the element's own text, in its language. */
  label?: PaybyScanInput['label'] | undefined;
  /** Text shown while the field is empty. Default `null`. */
  placeholder?: PaybyScanInput['placeholder'] | undefined;
  /** Which scans are received: all on the `page`, those into the field in `focus`, or none (`off`). Default `page`. */
  capture?: PaybyScanInput['capture'] | undefined;
  /** What happens to a scan typed into another field: `restore` receives it and restores that field. Default `restore`. */
  'other-fields'?: PaybyScanInput['otherFields'] | undefined;
  /** Shorter codes are refused, in characters. Default 8. */
  'min-length'?: PaybyScanInput['minLength'] | `${number}` | undefined;
  /** Longer codes are refused, in characters. Default 128. */
  'max-length'?: PaybyScanInput['maxLength'] | `${number}` | undefined;
  /** The only lengths that a code may have: numbers separated by blanks or commas. Default `null`: any. */
  length?: PaybyScanInput['length'] | undefined;
  /** A regular expression that the whole code must match. Default `null`. */
  pattern?: PaybyScanInput['pattern'] | undefined;
  /** The keyboard layout that the scanners are set to. Default `auto`: found out per scan. */
  'scanner-layout'?: PaybyScanInput['scannerLayout'] | undefined;
  /** Name of the key that the scanners press before a code, as `F9` or `Ctrl+B`. Default `null`: none. */
  prefix?: PaybyScanInput['prefix'] | undefined;
  /** Name of the key that the scanners press after a code. Default `null`: found out per scan. */
  suffix?: PaybyScanInput['suffix'] | undefined;
  /** Within this time the same code is ignored when scanned again, in ms. Default 5000. */
  dedupe?: PaybyScanInput['dedupe'] | `${number}` | undefined;
  /** How long a promise given to `waitUntil` keeps the field busy at most, in ms. Default 60,000. */
  'busy-timeout'?: PaybyScanInput['busyTimeout'] | `${number}` | undefined;
  /** Whether a person may type a code: `allow` or `off`. Default `allow`. */
  manual?: PaybyScanInput['manual'] | undefined;
  /** When the code is shown as dots: `after-scan`, `always` or `never`. Default `after-scan`. */
  mask?: PaybyScanInput['mask'] | undefined;
  /** Whether an accepted code submits the form. Default false. */
  'submit-on-scan'?: PaybyScanInput['submitOnScan'] | undefined;
  /** Whether the field takes the focus back when nothing else uses it (`idle`). Default `none`. */
  'keep-focus'?: PaybyScanInput['keepFocus'] | undefined;
  /** Whether the element plays sounds and vibrates, after a person has touched the page. Default false. */
  sound?: PaybyScanInput['sound'] | undefined;
  /** Whether the field offers the camera. Default false. */
  camera?: PaybyScanInput['camera'] | undefined;
  /** URL of `zxing_reader.wasm`. Default `null`: beside the package's own file. */
  'wasm-url'?: PaybyScanInput['wasmUrl'] | undefined;
  /** Whether a code is being processed; scans are ignored then. The page may set it too. Default false. */
  busy?: PaybyScanInput['busy'] | undefined;
  /** Language tag. Default `null`: the nearest `lang`, else the browser's languages. */
  locale?: PaybyScanInput['locale'] | undefined;
  /** The last accepted code, or the empty string. Never reflected to an attribute. Setting it dispatches no event. */
  value?: PaybyScanInput['value'] | undefined;
}

/** The events of `<payby-scan-input>`. */
export interface ScanInputEvents {
  /** A valid code was scanned. Prevent it to refuse the code; call `waitUntil` to keep the field busy */
  'payby-scan': PaybyScanEvent;
  /** A person has entered a valid code. Answered like a scan */
  'payby-manual': PaybyManualEvent;
  /** A scan was refused because it cannot be a payment code */
  'payby-scan-reject': PaybyScanRejectEvent;
  /** A scan was ignored: the last code is still being processed, or was scanned again */
  'payby-scan-ignore': PaybyScanIgnoreEvent;
  /** The first keys of a scan reached the page before it was recognised: take back what your own key listeners did */
  'payby-scan-leak': PaybyScanLeakEvent;
  /** The status indicator has changed */
  'payby-scan-state': PaybyScanStateEvent;
  /** The value was changed by a person or a scanner */
  input: Event;
  /** The value was changed by a person or a scanner */
  change: Event;
}

/** The attribute of each property; `null`: it has none. */
export const scanInputProperties = {
  name: 'name',
  required: 'required',
  disabled: 'disabled',
  readonly: 'readonly',
  label: 'label',
  placeholder: 'placeholder',
  capture: 'capture',
  otherFields: 'other-fields',
  minLength: 'min-length',
  maxLength: 'max-length',
  length: 'length',
  pattern: 'pattern',
  scannerLayout: 'scanner-layout',
  prefix: 'prefix',
  suffix: 'suffix',
  dedupe: 'dedupe',
  busyTimeout: 'busy-timeout',
  manual: 'manual',
  mask: 'mask',
  submitOnScan: 'submit-on-scan',
  keepFocus: 'keep-focus',
  sound: 'sound',
  camera: 'camera',
  wasmUrl: 'wasm-url',
  busy: 'busy',
  locale: 'locale',
  value: null,
} as const satisfies {readonly [P in keyof Required<ScanInputProperties>]: string | null};

export const scanInputEvents = [
  'payby-scan',
  'payby-manual',
  'payby-scan-reject',
  'payby-scan-ignore',
  'payby-scan-leak',
  'payby-scan-state',
  'input',
  'change',
] as const satisfies readonly (keyof ScanInputEvents)[];
