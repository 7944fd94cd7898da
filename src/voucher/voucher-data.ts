/** Formats an order for the views of a voucher: amounts and times as text, for the payer and for the cashier. */
import type {Order} from '../core/order/order.js';
import type {QrImage} from '../core/qr/qr-path.js';
import type {BrandNames} from '../i18n/brand.js';
import * as cashier from '../i18n/cashier-card.js';
import type {CashierStrings} from '../i18n/cashier-card.js';
import {dayAndTime, money} from '../i18n/format.js';
import type {CheckoutStrings, GuideStrings} from '../i18n/strings.js';
import type {CashierCard, CashierFact, PayBefore, VoucherData} from './voucher-model.js';

export interface VoucherDataOptions {
  readonly order: Order;
  readonly qr: QrImage | undefined;
  readonly isReplaced: boolean;
  readonly language: string;
  readonly brand: BrandNames;
  readonly direction: 'ltr' | 'rtl';
  /** ms since epoch. */
  readonly now: number;
  readonly strings: {
    readonly checkout: CheckoutStrings;
    readonly guide: GuideStrings;
    /** Adds the name of the zone: "Mon, 23 Nov, 2:05 pm UAE time". */
    readonly uaeTime: (time: string) => string;
  };
}

const UAE = {timeZone: 'Asia/Dubai'};

export function voucherData(options: VoucherDataOptions): VoucherData {
  const {order, qr, isReplaced, language, direction, strings, now, brand} = options;
  const {expiredTime, requestTime, businessType} = order;
  const amount = money(strings.checkout, order.totalAmount);
  const subject = subjectIn(language, order);
  const isTopUp = businessType === 'GAME_TOP_UP';
  return {
    ...{order, qr, isReplaced, language, direction, amount, subject},
    credited: isTopUp && subject !== undefined ? strings.guide.credited(subject) : undefined,
    payBefore: expiredTime === undefined ? undefined : onBothClocks(strings, expiredTime, now),
    orderTime: requestTime === undefined ? undefined : onBothClocks(strings, requestTime, now).here,
    steps: strings.guide.steps(amount),
    cashierCards: [
      cardOf(order, now, cashier.english(brand), {language: 'en', direction: 'ltr'}),
      cardOf(order, now, cashier.arabic(brand), {language: 'ar', direction: 'rtl'}),
    ],
  };
}

const subjectIn = (language: string, {subject, subjectAr}: Order): string | undefined =>
  language === 'ar' ? (subjectAr ?? subject) : (subject ?? subjectAr);

/** The payer's device may be set to another zone than the shop's, for example on a journey. */
function onBothClocks(
  {checkout, uaeTime}: VoucherDataOptions['strings'],
  ms: number,
  now: number,
): PayBefore {
  const uae = dayAndTime(checkout, ms, UAE, now);
  const isElsewhere = dayAndTime(checkout, ms, {}, now) !== uae;
  return {
    here: dayAndTime(checkout, ms, isElsewhere ? {timeZoneName: 'short'} : {}, now),
    uae: isElsewhere ? uaeTime(uae) : undefined,
  };
}

function cardOf(
  {merchantOrderNo, orderNo, totalAmount, expiredTime}: Order,
  now: number,
  strings: CashierStrings,
  language: Pick<CashierCard, 'language' | 'direction'>,
): CashierCard {
  const amount = money(strings, totalAmount);
  const facts: CashierFact[] = [
    {label: strings.amount, value: amount, direction: 'auto'},
    {label: strings.orderNumber, value: merchantOrderNo, direction: 'ltr'},
  ];
  // A POS shows one of the two numbers, and PayBy does not document which
  if (orderNo && orderNo !== merchantOrderNo) {
    facts.push({label: strings.payByNumber, value: orderNo, direction: 'ltr'});
  }
  if (expiredTime !== undefined) {
    const time = strings.uaeTime(dayAndTime(strings, expiredTime, UAE, now));
    facts.push({label: strings.payBefore, value: time, direction: 'auto'});
  }
  const {title} = strings;
  return {...language, title, steps: strings.steps(amount), balance: strings.balance(amount), facts};
}
