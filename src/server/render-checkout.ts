/**
 * `<payby-checkout>` as HTML, with a declarative shadow root: the code is on the screen before any script. The views are
 * those of the element, so that both look the same; the element takes the markup over when its script has loaded
 * (src/checkout/server-markup.ts).
 */
import {html, nothing} from 'lit';
import {offeredActions, type ActionNames} from '../core/order/actions.js';
import {
  hasOrder,
  initialState,
  isOpen,
  parseSuccessOn,
  type CheckoutState,
  type SuccessOn,
} from '../core/order/checkout-machine.js';
import {directionOf, pickLanguage} from '../core/locale.js';
import {parseOrder, type Order} from '../core/order/order.js';
import {shownKey} from '../core/order/shown-key.js';
import {qrMatrix} from '../core/qr/qr-matrix.js';
import {qrPath} from '../core/qr/qr-path.js';
import type {Credentials} from '../core/status/status-source.js';
import {brandNames, type BrandNames} from '../i18n/brand.js';
import {languagesNow, parseLanguages} from '../i18n/languages.js';
import {NO_PLACE} from '../checkout/place.js';
import {checkoutView} from '../checkout/views/checkout-view.js';
import {systemClock} from '../shared/system-clock.js';
import type {Template} from '../shared/views/template.js';
import {cashTemplates} from './cash-view.js';
import {cashStyles, commonStyles} from './checkout-styles.js';
import {deadlineView} from './deadline-view.js';
import {fallbackView} from './fallback-view.js';
import {OrderInvalidError} from './order-invalid-error.js';
import {attribute, escapeHtml, templateText} from './template-text.js';
import {reloadTexts, sentenceIn, wordsIn} from './words.js';

/** How to render a checkout. What has the name of an attribute of `<payby-checkout>` becomes that attribute. */
export interface RenderOptions {
  /** The language, or several in order of preference: `ar`, `['ml-IN', 'en']`. English by default. */
  readonly locale?: string | readonly string[];
  readonly statusUrl?: string;
  readonly streamUrl?: string;
  readonly credentials?: Credentials;
  readonly successOn?: SuccessOn;
  readonly successUrl?: string;
  readonly failureUrl?: string;
  readonly languages?: string;
  readonly brand?: Partial<BrandNames>;
  readonly actions?: ActionNames;
  readonly storesUrl?: string;
  readonly persist?: string;
  /** More attributes of the element: `{id: 'checkout'}`. Listeners (`on…`), `style` and `order` are refused. */
  readonly attributes?: Readonly<Record<string, string>>;
  /**
   * HTML for the element's slots, **which is not escaped**: `<img slot="logo" src="/logo.svg" alt="Sidra">`. It replaces the
   * sentence and the link for browsers that are too old for the element.
   */
  readonly slottedHtml?: string;
  /** The page that shows whether the order was paid, for a payer without JavaScript: this page by default. */
  readonly reloadUrl?: string;
  /** Address of `checkoutStyles` on your server. Without it the styles are in the markup: see `styleSources()`. */
  readonly styleHref?: string;
  /** The nonce of your Content-Security-Policy for the style elements. */
  readonly nonce?: string;
  /** The time, ms since epoch; the server's clock by default. */
  readonly now?: number;
}

/** How to render an order that may be invalid. */
export interface SafeRenderOptions extends RenderOptions {
  /** Receives what is wrong with the order, for your log. */
  readonly onInvalid?: (error: OrderInvalidError) => void;
}

/**
 * The HTML of `<payby-checkout>` with its code, for an order in any shape that the element takes. Works in any runtime of
 * JavaScript. Send it with `Cache-Control: no-store`: whoever has it can pay the order.
 *
 * @throws {OrderInvalidError} with the paths of what is wrong
 * @throws {TypeError} for a name in `attributes` that is refused
 */
export function renderCheckout(order: unknown, options: RenderOptions = {}): string {
  const parsed = parseOrder(order);
  if (!parsed.ok) throw new OrderInvalidError(parsed.issues);
  const now = options.now ?? systemClock.now();
  const state = initialState(parsed.value, now, parseSuccessOn(options.successOn));
  return element(state, JSON.stringify(publicFields(parsed.value)), now, options);
}

/** The same, but never throws for an order: an invalid one becomes a checkout that says that it cannot be shown. */
renderCheckout.safe = (order: unknown, options: SafeRenderOptions = {}): string => {
  const parsed = parseOrder(order);
  if (parsed.ok) return renderCheckout(order, options);
  const {issues} = parsed;
  options.onInvalid?.(new OrderInvalidError(issues));
  // For the element it is no order either: nothing of the input is repeated
  return element({phase: 'invalid', issues}, '[]', options.now ?? systemClock.now(), options);
};

/** What the element needs of an order, and no other field of the input. */
function publicFields(order: Order): object {
  const {report, wasPaid: _, paidTime, tokenUrl, ...fields} = order;
  const {word, unknownWord, revoked, scanned, failCode, failDes, reason, cause} = report;
  const isPayable = word === 'CREATED' && !revoked;
  return {
    ...fields,
    ...(isPayable && {tokenUrl}),
    ...{status: word ?? unknownWord, revoked, scanned, failCode, failDes, reason: cause ?? reason},
    ...(paidTime !== undefined && {paymentInfo: {paidTime}}),
  };
}

function element(state: CheckoutState, json: string, now: number, options: RenderOptions): string {
  const language = languageOf(options.locale);
  // Before the template: a script may run while the page still arrives
  const order = `<script type="application/json">${json.replaceAll('<', '\\u003c')}</script>`;
  const content = [
    `<i hidden>${escapeHtml(shownKey(state))}</i>`,
    styleElements(state, options),
    templateText(cardOf(state, language, now, options)),
  ].join('');
  const root = `<template shadowrootmode="open"><div id="server">${content}</div></template>`;
  const inside = options.slottedHtml ?? templateText(fallbackOf(state, language, options));
  return `<payby-checkout${attributes(language, options)}>${order}${root}${inside}</payby-checkout>`;
}

const fallbackOf = (state: CheckoutState, language: string, options: RenderOptions): Template =>
  fallbackView({
    ...{state, language, direction: directionOf(language), brand: brandNames(options.brand)},
    ...{actions: options.actions ?? null, reloadUrl: options.reloadUrl ?? ''},
  });

const languageOf = (locale: RenderOptions['locale']): string =>
  pickLanguage(typeof locale === 'string' ? [locale] : (locale ?? []), languagesNow()) ?? 'en';

/** Names that an author may use: no listener, no style, and nothing that this function writes itself. */
const ATTRIBUTE = /^(?!on|style$|order$|locale$)[a-z][a-z\d-]*$/;

function attributes(language: string, options: RenderOptions): string {
  const {statusUrl, streamUrl, credentials, successOn, successUrl, failureUrl} = options;
  const {languages, brand, actions, storesUrl, persist} = options;
  const own: Readonly<Record<string, string | undefined>> = {
    locale: language,
    'status-url': statusUrl,
    'stream-url': streamUrl,
    credentials,
    'success-on': successOn,
    'success-url': successUrl,
    'failure-url': failureUrl,
    languages,
    brand: brand && JSON.stringify(brand),
    actions,
    'stores-url': storesUrl,
    persist,
  };
  const more = Object.entries(options.attributes ?? {});
  for (const [name] of more)
    if (!ATTRIBUTE.test(name) || name in own) throw new TypeError(`attributes: "${name}" is refused.`);
  return [...Object.entries(own), ...more]
    .map(([name, value]) => (value === undefined ? '' : attribute(name, value)))
    .join('');
}

function styleElements(state: CheckoutState, {styleHref, nonce}: RenderOptions): string {
  if (styleHref !== undefined) return `<link rel="stylesheet"${attribute('href', styleHref)}>`;
  const open = `<style${nonce === undefined ? '' : attribute('nonce', nonce)}>`;
  return [commonStyles, ...(isCash(state) ? [cashStyles] : [])]
    .map((text) => `${open}${text}</style>`)
    .join('');
}

const isCash = (state: CheckoutState): boolean => hasOrder(state) && state.order.paySceneCode === 'CASHTOPUP';

const ignore = (): void => undefined;

function cardOf(state: CheckoutState, language: string, now: number, options: RenderOptions): Template {
  const text = wordsIn(language);
  const brand = brandNames(options.brand);
  const strings = text.checkout(brand);
  const direction = directionOf(language);
  const actions = options.actions ?? null;
  const expiredTime = hasOrder(state) ? state.order.expiredTime : undefined;
  const tokenUrl = isOpen(state) ? state.order.tokenUrl : undefined;
  const qr = tokenUrl === undefined ? undefined : qrPath(qrMatrix(tokenUrl));
  const common = {language, direction, qr, brand, actions, now};
  return checkoutView({
    ...{state, strings, language, direction, qr},
    isLoading: false,
    countdown: deadlineView({checkout: strings, voucher: text.voucher, expiredTime, now}),
    voucher:
      hasOrder(state) && isCash(state)
        ? cashTemplates({...common, state, words: text, checkout: strings})
        : undefined,
    outcome: {strings: text.outcomes, now, isCancelRequested: false, hasEnded: false, redirect: undefined},
    place: NO_PLACE,
    connection: hasOrder(state) ? reloadView(language, options.reloadUrl ?? '') : nothing,
    actions: {
      strings: text.actions(brand),
      offered: offeredActions(actions, state, expiredTime === undefined ? undefined : expiredTime - now),
      state: {step: 'idle'},
      hasFailed: state.phase === 'failed',
      isAppMissing: false,
      choose: ignore,
      dismiss: ignore,
    },
    actionNames: actions,
    expectApp: ignore,
    childrenChanged: ignore,
    // A list has no use before a script is there, but a place
    languagePicker: parseLanguages(options.languages ?? null).length > 0 ? nothing : undefined,
  });
}

/** For a page that cannot update itself: the payer loads it again. */
const reloadView = (language: string, url: string): Template =>
  html`<div class="reload">
    <p>${sentenceIn(reloadTexts, language)}</p>
    <a href=${url}>${wordsIn(language).connection.checkNow}</a>
  </div>`;
