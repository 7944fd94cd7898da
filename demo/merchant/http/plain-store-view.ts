/** The markup of the store without JavaScript: plain links and forms, and no style of its own in the page. */
import {html} from 'hono/html';
import type {Money} from 'payby-checkout/core';
import {findSku, skus} from '../orders/catalog.js';
import {sentenceFor} from '../orders/failure-sentences.js';
import type {Order} from '../orders/order.js';
import {isStillOpen, plainOrderState, type PlainOrderState} from './plain-order-state.js';
import {plainStoreTexts, type PlainLanguage, type PlainProblem} from './plain-store-texts.js';

export type Html = ReturnType<typeof html>;

export const SHOP = '/store/plain';
/** Between two loads of an open order's page, s. Long enough to read it. */
const REFRESH_S = '15';
/** Goods that have a drawing; others are shown as a parcel. */
const DRAWN: ReadonlySet<string> = new Set(['mug', 'dates', 'lamp']);

export const orderPath = (merchantOrderNo: string): string =>
  `${SHOP}/orders/${encodeURIComponent(merchantOrderNo)}`;

/** Each form has an order number of its own: sent twice, it is one order. */
export function shopPage(language: PlainLanguage, newNumber: () => string): Html {
  const texts = plainStoreTexts[language];
  const goods = skus.filter(({paySceneCode}) => paySceneCode === 'DYNQR');
  return page({language, address: SHOP, title: texts.shop}, [
    html`<section id="shop">
      <h1>${texts.heading}</h1>
      <p class="hint">${texts.promise} ${texts.withoutScript}</p>
      <ul class="goods">
        ${goods.map(
          (good) =>
            html`<li class="good">
              <img
                src="/pages/store/${DRAWN.has(good.sku) ? good.sku : 'parcel'}.svg"
                alt=""
                width="400"
                height="300"
              />
              <h2>${titleOf(good, language)}</h2>
              <p class="price">${money(language, good)}</p>
              ${orderForm(language, {sku: good.sku, number: newNumber()}, [
                html`${texts.buy} <span class="visually-hidden">${titleOf(good, language)}</span>`,
              ])}
            </li>`,
        )}
      </ul>
    </section>`,
  ]);
}

interface OrderPageOptions {
  readonly language: PlainLanguage;
  readonly order: Order;
  /** The time of PayBy's clock at which the order was as it is shown, ms since epoch. */
  readonly at: number;
  /** False when PayBy did not answer: the order is shown as it is stored. */
  readonly isChecked: boolean;
  /** False when the payer wants no reloads. */
  readonly refreshes: boolean;
  readonly newNumber: () => string;
}

export function orderPage(options: OrderPageOptions): Html {
  const {language, order, at, isChecked, refreshes} = options;
  const state = plainOrderState(order, at);
  const texts = plainStoreTexts[language];
  const {title, text} = texts.states[state];
  const address = `${orderPath(order.merchantOrderNo)}${refreshes ? '' : '?refresh=off'}`;
  const detail = state === 'failed' ? sentenceFor(order.failCode) : undefined;
  return page({language, address, title, refreshes: refreshes && isStillOpen(state)}, [
    html`<section class="order" data-test="order" data-state="${state}">
      <h1 data-test="state">${title}</h1>
      <p>${text}</p>
      ${detail === undefined ? '' : html`<p lang="en" dir="ltr">${detail}</p>`}
      ${isChecked ? '' : html`<p class="problem" role="status" data-test="not-checked">${texts.notChecked}</p>`}
      ${state === 'waiting' || state === 'scanned' ? waysToPay(order, language) : ''}
      ${facts(order, language)} ${nextSteps(options, state, address)}
    </section>`,
  ]);
}

/** Only while PayBy has the order open: nobody may find a code here that cannot be paid any more. */
function waysToPay(
  {merchantOrderNo, tokenUrl, totalAmount, expiredTime}: Order,
  language: PlainLanguage,
): Html {
  const texts = plainStoreTexts[language];
  const amount = money(language, totalAmount);
  return html`<img
      class="code"
      src="/api/orders/${encodeURIComponent(merchantOrderNo)}/qr.svg"
      alt="${texts.codeOf(amount)}"
      width="280"
      height="280"
      data-test="code"
    />
    <ol class="steps">
      ${texts.steps(amount).map((step) => html`<li>${step}</li>`)}
    </ol>
    <p data-test="deadline">${texts.payBefore(moment(language, expiredTime))}</p>
    ${
      tokenUrl?.startsWith('https://')
        ? html`<p><a href="${tokenUrl}" rel="noreferrer" data-test="open-app">${texts.openApp}</a></p>`
        : ''
    }`;
}

const facts = (order: Order, language: PlainLanguage): Html => {
  const texts = plainStoreTexts[language];
  const {subject, subjectAr = subject, totalAmount, merchantOrderNo} = order;
  return html`<dl class="facts">
    <dt>${texts.item}</dt>
    <dd><bdi>${language === 'ar' ? subjectAr : subject}</bdi></dd>
    <dt>${texts.amount}</dt>
    <dd data-test="amount">${money(language, totalAmount)}</dd>
    <dt>${texts.orderNumber}</dt>
    <dd><bdi dir="ltr" data-test="number">${merchantOrderNo}</bdi></dd>
  </dl>`;
};

/** What the payer can do next. A late payment may still come for an expired order, so that one can be checked. */
function nextSteps(
  {language, order, refreshes, newNumber}: OrderPageOptions,
  state: PlainOrderState,
  address: string,
): readonly (Html | string)[] {
  const texts = plainStoreTexts[language];
  const check = html`<a class="button main" href="${inLanguage(address, language)}" data-test="check"
    >${texts.checkNow}</a
  >`;
  const cancel = html`<form
    method="post"
    action="${inLanguage(`${orderPath(order.merchantOrderNo)}/cancel`, language)}"
  >
    <button class="button" data-test="cancel">${texts.cancel}</button>
  </form>`;
  const mayCancel = state === 'preparing' || state === 'waiting' || state === 'scanned';
  if (isStillOpen(state))
    return [
      html`<div class="actions">${check} ${mayCancel ? cancel : ''}</div>`,
      reloading(order, language, refreshes),
    ];
  const {sku} = order;
  const again =
    state === 'paid' || state === 'returned' || sku === undefined || findSku(sku)?.paySceneCode !== 'DYNQR'
      ? ''
      : orderForm(language, {sku, number: newNumber()}, [texts.tryAgain]);
  return [
    html`<div class="actions">
      ${state === 'expired' ? check : ''} ${again}
      <a class="button" href="${inLanguage(SHOP, language)}" data-test="to-shop">${texts.toShop}</a>
    </div>`,
  ];
}

/** The payer can stop the reloads: a screen reader begins anew at each of them. */
function reloading({merchantOrderNo}: Order, language: PlainLanguage, refreshes: boolean): Html {
  const texts = plainStoreTexts[language];
  const path = orderPath(merchantOrderNo);
  return refreshes
    ? html`<p class="hint">
        ${texts.checksAgain(REFRESH_S)}
        <a href="${inLanguage(`${path}?refresh=off`, language)}" data-test="stop">${texts.stopChecking}</a>
      </p>`
    : html`<p class="hint"><a href="${inLanguage(path, language)}">${texts.keepChecking}</a></p>`;
}

interface ProblemPageOptions {
  readonly language: PlainLanguage;
  readonly problem: PlainProblem;
  /** The page that may be tried again; `undefined` after a form. */
  readonly again: string | undefined;
}

export function problemPage({language, problem, again}: ProblemPageOptions): Html {
  const texts = plainStoreTexts[language];
  const {title, text} = texts.problems[problem];
  const mayCheck = again !== undefined && (problem === 'later' || problem === 'too-many');
  return page({language, address: mayCheck ? again : SHOP, title}, [
    html`<section class="order" data-test="problem" data-problem="${problem}">
      <h1 data-test="state">${title}</h1>
      <p>${text}</p>
      <div class="actions">
        ${
          mayCheck
            ? html`<a class="button main" href="${inLanguage(again, language)}" data-test="check"
                >${texts.checkNow}</a
              >`
            : ''
        }
        <a class="button" href="${inLanguage(SHOP, language)}" data-test="to-shop">${texts.toShop}</a>
      </div>
    </section>`,
  ]);
}

/** The catalogue knows the price: a form names an item and nothing else. */
const orderForm = (
  language: PlainLanguage,
  {sku, number}: {readonly sku: string; readonly number: string},
  label: readonly (Html | string)[],
): Html =>
  html`<form method="post" action="${inLanguage(`${SHOP}/orders`, language)}">
    <input type="hidden" name="sku" value="${sku}" />
    <input type="hidden" name="number" value="${number}" />
    <button class="button main" data-test="order-${sku}">${label}</button>
  </form>`;

interface Frame {
  readonly language: PlainLanguage;
  /** Of this page, without its language. */
  readonly address: string;
  readonly title: string;
  readonly refreshes?: boolean;
}

/**
 * `referrer`: under `no-referrer`, the policy of the whole server, browsers send `Origin: null` with a form, and older
 * ones nothing else that tells where it came from.
 */
function page({language, address, title, refreshes = false}: Frame, contents: readonly Html[]): Html {
  const texts = plainStoreTexts[language];
  const other = language === 'ar' ? 'en' : 'ar';
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <meta name="robots" content="noindex" />
        ${refreshes ? html`<meta http-equiv="refresh" content="${REFRESH_S}" />` : ''}
        <title>${title}</title>
        <link rel="icon" href="/pages/shared/icon.svg" />
        <link rel="stylesheet" href="/pages/shared/demo.css" />
        <link rel="stylesheet" href="/pages/store/style.css" />
        <link rel="stylesheet" href="/pages/store/plain.css" />
      </head>
      <body>
        <header class="demo-bar">
          <a class="demo-home" href="${inLanguage('/', language)}"><bdi>payby-checkout</bdi> ${texts.demo}</a>
          <a href="${inLanguage(address, other)}" lang="${other}" hreflang="${other}" data-test="language"
            >${texts.otherLanguage}</a
          >
        </header>
        <main>
          <p class="shop-name">${texts.shop}</p>
          ${contents}
        </main>
      </body>
    </html>`;
}

/** An address of this server that carries the language: nothing is stored. */
const inLanguage = (address: string, language: PlainLanguage): string =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`;

const titleOf = (
  {title, titleAr}: {readonly title: string; readonly titleAr: string},
  language: PlainLanguage,
): string => (language === 'ar' ? titleAr : title);

/** Latin digits in Arabic too, as on UAE price tags. */
const localeOf = (language: PlainLanguage): string => (language === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE');

/** The text of the amount as it is: nothing becomes a float. */
const money = (language: PlainLanguage, {amount, currency}: Money): string =>
  language === 'ar' && currency === 'AED' ? `\u200f${amount}\u00a0د.إ.\u200f` : `${currency}\u00a0${amount}`;

const moment = (language: PlainLanguage, ms: number): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Dubai',
  }).format(ms);
